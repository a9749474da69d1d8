"""One course of a round, for the tests: an item with 会签 in the middle, played by the names of its steps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from yimen.rules import review
from yimen.rules.item import ItemSpec, Step
from yimen.rules.review import Place, Seat
from yimen.rules.terms import Duty, Mode, Role, Verdict

T0 = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
OWNER, FIRE, GREEN = "11430000MB0000001A", "11430000MB0000002B", "11430000MB0000003C"


def mixed(way: Mode = Mode.ALL) -> ItemSpec:
    """承办 → 消防∥环保 → 审核 → 批准."""
    return ItemSpec(
        "A1", "事项", OWNER,
        steps=(
            Step("承办", Duty.REVIEW, Role.OFFICER),
            Step("消防", Duty.REVIEW, Role.OFFICER, FIRE),
            Step("环保", Duty.REVIEW, Role.OFFICER, GREEN, beside=way),
            Step("审核", Duty.REVIEW, Role.HEAD),
            Step("批准", Duty.APPROVE, Role.DIRECTOR),
        ),
    )  # fmt: skip


def named(seats: tuple[Seat, ...]) -> list[str]:
    return [s.name for s in review.arranged(seats) if s.is_open]


class Round:
    """One course: the round as it is, and what the test says of time and people."""

    def __init__(self, spec: ItemSpec) -> None:
        self.mode, self.hour = spec.mode, 0
        self.seats = review.opened(review.plan(spec), spec.mode, T0)

    @property
    def now(self) -> datetime:
        self.hour += 1
        return T0 + timedelta(hours=self.hour)

    def order(self, name: str) -> int:
        return next(s.order for s in self.seats if s.name == name)

    def sign(self, *names: str) -> Round:
        for name in names:
            at = self.order(name)
            self.seats = review.answer(self.seats, at, Verdict.AGREE, self.mode, self.now, staff=f"S-{name}")
        return self

    def back(self, to: str | None = None, by: str | None = None) -> Round:
        place = None if to is None else self.order(to)
        at = None if by is None else self.order(by)
        self.seats = review.sent_back(self.seats, self.mode, self.now, to=place, at=at)
        return self

    def add(self, host: str, place: Place, department: str = GREEN, role: Role = Role.HEAD) -> Round:
        seat = next(s for s in self.seats if s.name == host)
        self.seats = review.added(
            self.seats, seat, place, department, role, self.mode, self.now, by=f"S-{host}"
        )
        return self

    @property
    def open(self) -> list[str]:
        return named(self.seats)
