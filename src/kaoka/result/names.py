"""Which form a row means, and which candidate, where a spreadsheet changed what was written."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from kaoka.result.lost import by_folded, changed, folded
from kaoka.result.response import Rejected, Response


def settled(
    found: Iterable[Response | Rejected], forms: Iterable[str]
) -> Iterator[Response | Rejected]:
    """Yield the rows with the names of forms and candidates as the exam has them.

    A form counts in any width and case, and a number without the zeros at its front,
    when only one form can be meant; so does a candidate who has a form of the same
    name. Set aside is a name that can mean several (`row_form_unclear`), and an id that
    Excel took for a number or a date (`row_id_changed`).

    Args:
        found: the rows.
        forms: the names of the exam's forms.
    """
    names = tuple(forms)
    exact, alike = frozenset(names), by_folded(names)
    for one in found:
        yield _settled(one, exact, alike) if isinstance(one, Response) else one


def _settled(
    one: Response, exact: Container[str], alike: Mapping[str, tuple[str, ...]]
) -> Response | Rejected:
    for id_ in (one.candidate, one.form):
        if id_ not in exact and not (id_.isascii() and id_.isalnum()) and changed(id_):
            return Rejected(one.row, one.candidate, "row_id_changed", {"id": id_})
    if one.form not in exact:
        meant = alike.get(folded(one.form), ())
        if len(meant) > 1:
            values = {"form": one.form, "forms": ", ".join(meant)}
            return Rejected(one.row, one.candidate, "row_form_unclear", values)
        one = one._replace(form=meant[0]) if meant else one
    if one.candidate.isdigit() and one.candidate not in exact:
        meant = alike.get(folded(one.candidate), ())
        return one._replace(candidate=meant[0]) if len(meant) == 1 else one
    return one
