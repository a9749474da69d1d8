"""容缺 as pages show it: what is still to come, what lies to be checked, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yimen.cases.queries import CasePage
from yimen.rules import deferral
from yimen.rules.terms import Act, State


@dataclass(frozen=True)
class Piece:
    """One promised material: its code, name, place among the lines, and the clerk's note on it."""

    code: str
    name: str
    at: int
    note: str = ""


@dataclass(frozen=True)
class Later:
    """`due`: the last day, None before acceptance; `owed`: still to come; `lying`: came, not yet checked;
    `promised`: missing and promised before acceptance."""

    due: date | None
    owed: tuple[Piece, ...]
    lying: tuple[Piece, ...]
    promised: tuple[Piece, ...]
    may_supply: bool
    may_check: bool

    @property
    def waits(self) -> bool:
        """The result waits for something of it."""
        return bool(self.owed or self.lying)


def later(page: CasePage) -> Later:
    """The deferral of a case; nothing of it where the reader sees no materials, or it has come to an end."""
    one = deferral.from_json(page.case.deferral)
    member = page.case.parent_id is not None
    missing = {gap.material.code for gap in page.gaps.missing}
    return Later(
        one.due, _pieces(page, one.owed), _pieces(page, one.unchecked),
        _pieces(page, [] if one.runs else [code for code in one.codes if code in missing]),
        Act.SUPPLY_LATER in page.acts and not member, Act.CHECK_LATER in page.acts and not member,
    )  # fmt: skip


def _pieces(page: CasePage, codes: Iterable[str]) -> tuple[Piece, ...]:
    if page.state not in {State.RECEIVED, State.SUBMITTED, *_OPEN}:
        return ()
    wanted = set(codes)
    return tuple(
        Piece(row.code, row.name, at, row.note) for at, row in enumerate(page.materials) if row.code in wanted
    )


_OPEN = frozenset({State.WAITING, State.REVIEWING, State.SUPPLEMENT, State.SUSPENDED, State.GRANTED})
