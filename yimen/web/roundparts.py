"""The rounds of a case as staff pages show them: who signed what and when, who joined, and how."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yimen.cases.queries import CasePage, SeatRow
from yimen.rules.masking import mask_text
from yimen.rules.review import Place
from yimen.rules.terms import Mode, Role, Term, Verdict


def _word(kind: type[Term], code: str) -> str:
    return _(kind.label_of(code))


def rounds(page: CasePage) -> list[dict[str, Any]]:
    """Opinions of every round, newest round first: [{round, current, seats: […]}]."""
    found: dict[int, list[dict[str, Any]]] = {}
    for seat in page.seats:
        found.setdefault(seat.round, []).append(
            {
                "name": seat.name, "department": seat.department, "role": _word(Role, seat.role),
                "verdict": _word(Verdict, seat.verdict) if seat.verdict else "",
                "colour": {"agree": "green", "disagree": "red"}.get(seat.verdict, "blue"),
                "text": mask_text(seat.text), "by": seat.by, "at": seat.at, "due": seat.due_at,
                "is_open": seat.is_open, "mine": seat.mine, "decides": seat.decides,
                "carried": seat.carried, "urged": seat.urged, "helper": seat.helper, "marks": _marks(seat),
                "added": _added(seat), "draft": _draft(seat),
            }
        )  # fmt: skip
    return [
        {"round": number, "current": number == page.case.round, "seats": seats}
        for number, seats in sorted(found.items(), reverse=True)
    ]


def _marks(seat: SeatRow) -> list[str]:
    """How a signature came into its round and how it is signed, in a word each."""
    found = [_word(Place, seat.place)] if seat.place else []
    if seat.beside in {Mode.ALL, Mode.ANY}:
        found.append(_word(Mode, seat.beside))
    return [*found, _("上一轮签的")] if seat.carried else found


def _added(seat: SeatRow) -> str:
    if not seat.place:
        return ""
    return _("{by} 请来签：{why}").format(by=seat.added_by, why=mask_text(seat.why))


def _draft(seat: SeatRow) -> str:
    """Who prepares the opinion, or what was prepared where it is not what was signed."""
    if seat.helper and seat.is_open:
        return _("委派 {name} 拟意见").format(name=seat.helper)
    if not seat.draft_by:
        return ""
    said = _word(Verdict, seat.draft_verdict)
    words = mask_text(seat.draft_text) or _("没有写意见")
    return _("{name} 拟稿：{verdict}。{words}").format(name=seat.draft_by, verdict=said, words=words)
