"""The manifest: written form by form, read form by form, sealed to the last byte."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from exam.samples import SEED
from kaoka.errors import ExamError
from kaoka.exam.manifest import Manifest, sealed

HEAD: dict[str, Any] = {"seed": SEED.hex(), "exam": "cert", "people": {"A": '王"小\\明'}}
NAMES = ("A", '王"x\\', "2024/01", "}\n", "Ω")
FORMS = [
    {"name": name, "exam": "cert", "code": f"ABCD-000{n}", "minutes": 60, "sections": [n]}
    for n, name in enumerate(NAMES)
]
FILES = {f"papers/{n}.pdf": f"{n:064x}" for n in range(12)}


def opened(data: bytes) -> Manifest:
    """Read a manifest from bytes."""
    return Manifest(lambda: io.BytesIO(data), "manifest.json")


def test_what_is_written_is_read() -> None:
    data = sealed(HEAD, FORMS, FILES)
    manifest = opened(data)
    plain = json.loads(data)
    assert plain.pop("seal")
    assert dict(manifest) == plain | {"forms": manifest.forms}
    assert list(manifest.forms) == FORMS == plain["forms"]
    assert manifest.forms.names == list(NAMES)
    assert manifest.forms.codes == [form["code"] for form in FORMS]
    assert [manifest.forms.named(name) for name in NAMES] == FORMS
    assert manifest.forms[-1] == FORMS[-1]
    assert manifest.forms[1:3] == FORMS[1:3]
    assert manifest.forms.named("B") is None
    assert list(manifest.each_file()) == list(FILES.items())


def test_an_exam_without_forms_or_files() -> None:
    data = sealed(HEAD, [], {})
    assert json.loads(data)["forms"] == []
    assert list(opened(data).forms) == []
    assert opened(data).files == {}


def test_every_byte_is_sealed() -> None:
    data = sealed(HEAD, FORMS[:2], dict(list(FILES.items())[:2]))
    for place in range(len(data)):
        for other in (b"", b"0" if data[place : place + 1] != b"0" else b"1"):
            with pytest.raises(ExamError, match="manifest_damaged"):
                opened(data[:place] + other + data[place + 1 :])
        with pytest.raises(ExamError, match="manifest_damaged"):
            opened(data[:place])
    with pytest.raises(ExamError, match="manifest_damaged"):
        opened(data + b"\n")
    opened(data)


def test_another_manifest_of_one_seed_is_its_own() -> None:
    one, other = sealed(HEAD, FORMS[:1], {}), sealed(HEAD, FORMS[1:2], {})
    at, seal = one.rindex(b'"seal"'), other.rindex(b'"seal"')
    with pytest.raises(ExamError, match="manifest_damaged"):
        opened(one[:at] + other[seal:])
