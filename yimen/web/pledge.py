"""告知承诺 as pages show it: which proofs may be promised, what is told, and where a check stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yimen.cases.queries import CasePage
from yimen.cases.queries.page import MaterialRow
from yimen.pledges.queries import CheckView
from yimen.rules import intake, pledge
from yimen.rules.intake import Checked, Given
from yimen.rules.item import MaterialUse
from yimen.rules.pledge_terms import CheckState, WindowUnit
from yimen.rules.terms import Act, GetType

_FOUND = {"accepted": Checked.PASSED, "rejected": Checked.REJECTED}
#: Where a check stands → the colour of its tag.
COLOURS = {CheckState.OPEN: "blue", CheckState.HEARING: "amber", CheckState.TRUE: "green"}


@dataclass(frozen=True)
class Offer:
    """One proof that may be promised: what the applicant is told, what they say, until when it is checked;
    `stands`: promised already."""

    code: str
    name: str
    told: str
    words: str
    window: str
    stands: bool


def offers(page: CasePage) -> tuple[Offer, ...]:
    """The proofs of this case that its reader may promise now; what is on file anyway is left out."""
    if Act.PLEDGE not in page.acts:
        return ()
    rows = {row.code: row for row in page.materials}
    free = pledge.offers(page.spec, page.gaps, [_given(row) for row in page.materials])
    return tuple(_offer(use, rows[use.code]) for use in free if use.code not in page.offers)


def _given(row: MaterialRow) -> Given:
    return Given(
        row.code, 0, _FOUND.get(row.status, intake.Checked.PENDING),
        how=GetType(row.get_type) if row.get_type else GetType.UPLOAD,
    )  # fmt: skip


def _offer(use: MaterialUse, row: MaterialRow) -> Offer:
    said = pledge.paper(use)
    return Offer(use.code, use.name, said.told, said.words, window_words(use), stands(row))


def stands(row: MaterialRow) -> bool:
    """A promise stands for this material."""
    return row.get_type == GetType.PROMISE and row.status in {"given", "accepted"}


def window_words(use: MaterialUse) -> str:
    """2 个月, 20 个工作日: how long after the decision the promise is checked."""
    length, unit = pledge.window(use)
    if unit is WindowUnit.MONTHS:
        return ngettext("{n} 个月", "{n} 个月", length).format(n=length)
    return ngettext("{n} 个工作日", "{n} 个工作日", length).format(n=length)


def tag(one: CheckView, today: date, near: date | None = None) -> tuple[str, str]:
    """Where a check stands, in words, and the colour of its tag; `near`: what ends by this day ends soon."""
    if one.late(today):
        return _("超期未核查"), "red"
    if near is not None and one.state is CheckState.OPEN and one.due <= near:
        return _("快到期"), "amber"
    return _(one.state.label), COLOURS.get(one.state, "red")
