"""A card as a page for the browser, by Anki's template rules, without Anki.

Of the template language this knows what our faces use: `{{Field}}`, `{{#Field}}…{{/Field}}`,
`{{^Field}}…{{/Field}}` and `{{tts …}}`, which is silent here.
https://docs.ankiweb.net/templates/fields.html
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final

from kaoka.deck.card import FIELDS, NoteType
from kaoka.formats.anki.notetypes import face, language, style

_SECTION = re.compile(r"\{\{([#^])(\w+)\}\}(.*?)\{\{/\2\}\}", re.DOTALL)
_FIELD = re.compile(r"\{\{(tts [^:}]+:)?(\w+)\}\}")
_SOUND = re.compile(r"\[sound:([^\]]+)\]")
_SIDES: Final = ("front", "back")
_THEMES: Final = ("", "nightMode night_mode")
_FRAME: Final = "width:380px;height:640px;border:1px solid #999;border-radius:12px;margin:6px"


def render(template: str, fields: Mapping[str, str]) -> str:
    """Fill a template with the fields of a note."""

    def section(found: re.Match[str]) -> str:
        filled = bool(fields.get(found[2], "").strip())
        return render(found[3], fields) if filled == (found[1] == "#") else ""

    sections = _SECTION.sub(section, template)
    filled = _FIELD.sub(lambda found: "" if found[1] else fields.get(found[2], ""), sections)
    return _SOUND.sub(r"♪ \1", filled)


def side(type_: NoteType, which: str, lang: str, fields: tuple[str, ...], *, dark: bool) -> str:
    """Return one face as a whole HTML document that needs nothing else."""
    body = render(face(type_, which, language(lang)), dict(zip(FIELDS, fields, strict=True)))
    return (
        '<!doctype html><html><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>html,body{{margin:0}}\n{style()}</style></head>"
        f'<body class="card {_THEMES[dark]}">{body}</body></html>'
    )


def page(type_: NoteType, lang: str, fields: tuple[str, ...], title: str) -> str:
    """Return one HTML file that shows both faces, light and dark, as on a phone."""
    frames = "".join(
        f'<iframe title="{which}" style="{_FRAME}" srcdoc="{html.escape(document)}"></iframe>'
        for dark in (False, True)
        for which in _SIDES
        for document in (side(type_, which, lang, fields, dark=dark),)
    )
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title></head>"
        f'<body style="font-family:sans-serif;max-width:820px;margin:16px auto">{frames}</body></html>'
    )
