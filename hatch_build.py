"""Compile the gettext catalogues when a wheel or an editable install is made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):  # type: ignore[type-arg]  # the plugin's config type is unused
    """Write a .mo beside each .po; the wheel takes them as artifacts."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile every catalogue below src/kaoka/lang/locale."""
        compile_catalogues(Path(self.root) / "src/kaoka/lang/locale")


def compile_catalogues(locale: Path) -> None:
    """Compile each <lang>/LC_MESSAGES/<domain>.po below `locale`."""
    for po in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as text:
            catalogue = read_po(text, abort_invalid=True)
        with po.with_suffix(".mo").open("wb") as binary:
            write_mo(binary, catalogue)


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent / "src/kaoka/lang/locale")
