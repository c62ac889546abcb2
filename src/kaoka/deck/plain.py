"""Plain text to the HTML of an Anki field, in which nothing acts as markup.

Anki reads more than HTML in a field: `[sound:…]`, `[anki:…]`, `[latex]` and `{{…}}`.
Brackets and braces therefore go out as character references. MathJax is left to the
templates, which switch it off for the whole card.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_SHOWN: Final[dict[int, str | int]] = {
    **{code: 0x2400 + code for code in range(0x20)},
    **dict.fromkeys((*range(0x7F, 0xA0), *range(0xD800, 0xE000)), "\ufffd"),
    ord("\n"): "<br>",
    ord("\t"): "    ",
    0x2028: "<br>",
    0x2029: "<br>",
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord('"'): "&quot;",
    ord("{"): "&#123;",
    ord("}"): "&#125;",
    ord("["): "&#91;",
}
_ANY = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff&<>"{}\\[]')
_TAG_GAP = re.compile(r"[\s\u3000\x00-\x1f\x7f\"]+")
_BLANK = re.compile("_{3,}")


def html(text: str) -> str:
    """Return `text` so that a card shows it letter for letter, its line breaks kept.

    Control characters become visible signs (␀, ␛ …), never bytes that Anki gives a
    meaning (0x1F parts the fields of a note).
    """
    text = unicodedata.normalize("NFC", text)
    if _ANY.search(text) is None:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_SHOWN)


def stem_html(text: str) -> str:
    """Return a stem as HTML, its blanks (`____`) drawn as lines."""
    return _BLANK.sub('<span class="blank">____</span>', html(text))


def items_html(texts: Iterable[str]) -> str:
    """Return texts as list entries; the list around them is the template's."""
    return "".join(f"<li>{html(text)}</li>" for text in texts)


def tag(*parts: str) -> str:
    """Return one Anki tag of a path: blanks, which part tags, become `_`."""
    return "::".join(
        _TAG_GAP.sub("_", unicodedata.normalize("NFC", p).strip()) or "_" for p in parts
    )
