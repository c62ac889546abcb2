"""What a model found wrong with plain values, as problems with a place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel

from kaoka.errors import Problem
from kaoka.text import meant

_CODES = {
    "missing": "missing_field",
    "extra_forbidden": "unknown_field",
    "literal_error": "bad_choice",
    "string_pattern_mismatch": "bad_id",
    "string_too_short": "empty_text",
    "too_short": "too_few",
    "decimal_parsing": "bad_number",
    "decimal_type": "bad_number",
    "int_parsing": "bad_number",
    "float_parsing": "bad_number",
    "int_from_float": "bad_number",
    "finite_number": "bad_number",
    "decimal_max_digits": "long_number",
    "decimal_max_places": "long_number",
    "decimal_whole_digits": "long_number",
    "int_parsing_size": "long_number",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than": "out_of_range",
    "less_than_equal": "out_of_range",
    "too_long": "too_many",
    "string_too_long": "long_text",
    "fraction_parsing": "bad_number",
    "bool_parsing": "bad_bool",
    "bool_type": "bad_bool",
    "date_from_datetime_parsing": "bad_date",
    "date_parsing": "bad_date",
    "date_type": "bad_date",
    "string_type": "want_text",
    "tuple_type": "want_list",
    "list_type": "want_list",
    "dict_type": "want_mapping",
    "mapping_type": "want_mapping",
    "model_type": "want_mapping",
    "model_attributes_type": "want_mapping",
}

_SIGNS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}

Place = Callable[[Sequence[str | int], bool], tuple[int, int]]
"""Line and column of the value at a path, or of its key."""


def problem_of(detail: Any, shape: type[BaseModel], place: Place, file: str) -> Problem:
    """Return one pydantic error as a problem; a ValueError's text is its code."""
    path = [step for step in detail["loc"] if not _is_branch(step)]
    above = path[:-1] if detail["type"] == "missing" else path
    line, column = place(above, detail["type"] == "extra_forbidden")
    name = str(path[-1]) if path else ""
    given = detail["input"]
    code = _CODES.get(detail["type"], "bad_value")
    if detail["type"] == "value_error":
        code = str(detail["ctx"]["error"])
    context = detail.get("ctx") or {}
    if not path and code == "want_mapping":
        code = "file_not_mapping"
    values = {
        "field": ".".join(map(str, path)),
        "given": short(given),
        "expected": str(context.get("expected", "")).replace(" or ", ", ").replace("'", ""),
        "fewest": str(context.get("min_length", "")),
        "most": str(context.get("max_length", "")),
        "bound": " ".join(
            f"{_SIGNS[name]} {end}" for name, end in context.items() if name in _SIGNS
        ),
        "reason": detail["msg"],
    }
    return Problem(
        code, file, line, column, values=values, meant=_meant(code, name, given, values, shape)
    )


def follows(detail: Any) -> bool:
    """Whether an error only follows from another: a list is short when bad members are left out."""
    context = detail.get("ctx") or {}
    return bool(detail["type"] == "too_short" and len(detail["input"]) >= context["min_length"])


def _meant(
    code: str, name: str, given: Any, values: dict[str, str], shape: type[BaseModel]
) -> str | None:
    if code == "unknown_field":
        known = [field.alias or key for key, field in shape.model_fields.items()]
        return meant(name, known)
    if code == "bad_choice":
        return meant(str(given), values["expected"].split(", "))
    return None


def _is_branch(step: object) -> bool:
    """Whether a step of a location names a branch of a union, not a field or place."""
    return isinstance(step, str) and ("[" in step or step in {"str", "int", "constrained-str"})


def short(given: Any) -> str:
    """Return a value as a sentence can show it, cut where it is long."""
    shown = str(given)
    return shown if len(shown) <= 40 else shown[:39] + "…"
