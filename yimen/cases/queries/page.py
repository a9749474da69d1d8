"""One case in full, for those for whom it exists; and what a number with its query code shows to anybody."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue
from yimen.rules import answers as answer_rules
from yimen.rules import authority, clock, collecting, delivery, intake, lifecycle, reuse, unmasking
from yimen.rules import sight as seeing
from yimen.rules.authority import Actor, NotVisible, Sight
from yimen.rules.calendar import WorkCalendar, china_date
from yimen.rules.conditions import Answers
from yimen.rules.item import ItemSpec
from yimen.rules.reuse import Offer
from yimen.rules.review import Seat as SeatFact
from yimen.rules.sight import Part
from yimen.rules.strip import Day, day_strip
from yimen.rules.terms import Act, Capacity, Document, GetType, Held, Light, MaterialKind, State
from yimen.trail import queries as trail
from yimen.trail import rows
from yimen.trail.queries import Row
from yimen.vault import queries as vault
from yimen.vault.actions import Given
from yimen.vault.queries import Used

from ..actions._clock import facts_of
from ..actions._work import seat_fact, stand_for
from ..actions.library import OPEN_FOR_MATERIAL, REUSED, given
from ..models import Case, CaseDocument, CaseFile, CaseMaterial, Pause, Seat
from .inbox import days_left, masked_party
from .members import Members, Whole, members, whole_of
from .rounds import SeatRow, SittingView, reader, seat_rows, sitting_of


@dataclass(frozen=True)
class FileRow:
    """One file given."""

    id: int
    key: str
    name: str
    size: int
    media_type: str
    added_at: datetime


@dataclass(frozen=True)
class MaterialRow:
    """One material line with its files."""

    code: str
    name: str
    status: str
    status_label: str
    get_type: str
    note: str
    files: tuple[FileRow, ...]


@dataclass(frozen=True)
class PaperRow:
    """One document handed out."""

    kind: str
    number: str
    issued_at: datetime


@dataclass(frozen=True)
class CasePage:
    """Everything a page of one case shows. `acts`: what this reader may do now. Doors mask names.

    `offers`: what is on file for material lines that are not given yet, while they may still be given; those
    that need no consent count as given in `gaps`, for handing in takes them. `uses`: what was taken.
    `current`: the seats of the round as the rules know them; `sitting`: its 三堂会诊.
    `sights`: in which capacities the reader sees it; what these do not show (`rules.sight`) is left out.
    """

    case: Case
    state: State
    spec: ItemSpec
    answers: Answers
    reading: clock.Reading
    strip: tuple[Day, ...]
    left: int | None
    materials: tuple[MaterialRow, ...]
    gaps: intake.Gaps
    offers: Mapping[str, Offer]
    uses: Mapping[str, Used]
    seats: tuple[SeatRow, ...]
    pauses: tuple[Pause, ...]
    papers: tuple[PaperRow, ...]
    history: tuple[Row, ...]
    acts: tuple[Act, ...]
    capacities: frozenset[Capacity]
    my_seat: SeatFact | None
    is_own: bool
    sights: frozenset[Sight]
    calendar: WorkCalendar
    may_unmask: bool = False
    members: Members | None = None
    whole: Whole | None = None
    sitting: SittingView | None = None
    current: tuple[SeatFact, ...] = ()

    @property
    def filled(self) -> dict[str, str]:
        """Of a member of a bundle: key of a field → from whose result it was filled in, in words."""
        told = (one for row in self.history for one in row.data.get("filled", ()))
        return {one["field"]: one["words"] for one in told if one["field"] in self.answers}


@dataclass(frozen=True)
class Tracked:
    """What the number and its query code show without signing in: no names, no answers, no files."""

    number: str
    title: str
    department: str
    party: str
    state: State
    light: Light
    left: int | None
    due_at: datetime | None
    strip: tuple[Day, ...]
    reading: clock.Reading
    history: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True)
class _Rows:
    """What is kept of one case: each of them read by a statement that was composed once."""

    case: Case
    lines: list[CaseMaterial]
    files: Mapping[int, list[CaseFile]]
    seats: list[Seat]
    pauses: list[Pause]
    papers: list[CaseDocument]


_CASE = rows.Ready(
    lambda number: Case.objects.select_related("party", "agent", "department", "item").filter(number=number),
    str,
)
_LINES = rows.Ready(lambda case: CaseMaterial.objects.filter(case=case).order_by("order"), int)
_FILES = rows.Ready(
    lambda case: (
        CaseFile.objects.filter(
            material__case=case, removed_at__isnull=True, stored__destroyed_at__isnull=True
        ).select_related("stored").order_by("id")
    ),
    int,
)  # fmt: skip
_SEATS = rows.Ready(lambda case: Seat.objects.filter(case=case).order_by("round", "order"), int)
_PAUSES = rows.Ready(lambda case: Pause.objects.filter(case=case).order_by("start"), int)
_PAPERS = rows.Ready(
    lambda case: CaseDocument.objects.filter(case=case).defer("data").order_by("issued_at", "id"), int
)


def _full(number: str) -> _Rows:
    case = _CASE.first(number)
    if case is None:
        raise NotVisible()
    files: dict[int, list[CaseFile]] = {}
    for one in _FILES.rows(case.pk):
        files.setdefault(one.material_id, []).append(one)
    return _Rows(
        case, _LINES.rows(case.pk), files, _SEATS.rows(case.pk), _PAUSES.rows(case.pk), _PAPERS.rows(case.pk)
    )


def case_page(
    actor: Actor, number: str, *, now: datetime, within: Iterable[Sight] = tuple(Sight)
) -> CasePage:
    """One case as the reader may see it in the capacities `within`: those that the page is made for.

    Raises NotVisible (also where there is none): 404 at every door.
    """
    kept = _full(number)
    case, seats, pauses = kept.case, kept.seats, tuple(kept.pauses)
    current = tuple(seat_fact(s) for s in seats if s.round == case.round)
    stand = stand_for(actor, case, current)
    sights = authority.require_visible(actor, stand, within)
    spec, calendar = catalogue.spec(case.version_id), bureau.work_calendar()
    facts = facts_of(case, spec, pauses)
    answers = _answers(case, spec)
    capacities = authority.capacities(actor, stand)
    mine = authority.my_seat(actor, current)
    state = State(case.state)
    offers = _offers(kept, spec, now)
    page = CasePage(
        case=case, state=state, spec=spec, answers=answers,
        reading=clock.read(calendar, facts, now), strip=tuple(day_strip(calendar, facts, now)),
        left=days_left(calendar, case.due_at, now), materials=_materials(kept),
        gaps=intake.judge(spec, answers, _given(kept.lines, offers), china_date(now)), offers=offers,
        uses=_uses(kept, now),
        seats=seat_rows(seats, case, reader(actor, current)), pauses=pauses,
        papers=() if case.erased_at else tuple(
            PaperRow(d.kind, d.number, d.issued_at) for d in kept.papers
        ),
        history=tuple(trail.history(number)), acts=_acts(case, spec, lifecycle.acts_from(state, capacities)),
        capacities=capacities, my_seat=mine, is_own=authority.is_own(actor, stand),
        sights=sights, calendar=calendar, may_unmask=unmasking.may_view(actor, stand),
        members=members(case, now) if spec.members else None, whole=whole_of(case, now),
        sitting=sitting_of(case), current=current,
    )  # fmt: skip
    return _narrowed(page)


def _acts(case: Case, spec: ItemSpec, acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """Without those that only a member of a bundle, or only its application, has."""
    member = case.parent_id is not None
    asked = member and collecting.asked_of(case.notice) is not None
    acts = delivery.offered(acts, case.delivery, member=member, whole=bool(spec.members))
    return collecting.offered(acts, member=member, whole=bool(spec.members), asked=asked)


def _narrowed(page: CasePage) -> CasePage:
    """The page without the parts that the reader's capacities do not show."""
    shown = seeing.parts(page.sights)
    left_out: dict[str, Any] = {}
    if Part.ANSWERS not in shown:
        left_out |= {"answers": {}, "gaps": intake.Gaps(), "offers": {}}
    if Part.FILES not in shown:
        left_out |= {"materials": (), "uses": {}}
    if Part.COURSE not in shown:
        left_out |= {"seats": (), "pauses": (), "members": None, "sitting": None}
    return replace(
        page, **left_out,
        papers=tuple(p for p in page.papers if seeing.lists_paper(shown, Document(p.kind))),
        history=tuple(row for row in page.history if seeing.tells(shown, row.kind)),
    )  # fmt: skip


def _answers(case: Case, spec: ItemSpec) -> Answers:
    """Typed answers; of a draft only what can be read so far."""
    if case.state != State.DRAFT:
        return answer_rules.from_json(spec, case.answers)
    return answer_rules.read(spec, case.answers, china_date(case.created_at)).answers


def _offers(kept: _Rows, spec: ItemSpec, now: datetime) -> dict[str, Offer]:
    """What is on file for the lines that nothing was given for, while something may still be given."""
    case = kept.case
    open_lines = {m.code for m in kept.lines if m.status == CaseMaterial.MISSING}
    if not open_lines or case.state not in OPEN_FOR_MATERIAL:
        return {}
    lines = [m for m in spec.materials if m.code in open_lines]
    held = vault.holdings(case.party_id, now)
    merged = catalogue.merged([m.code for m in lines] + [h.code for h in held]) if held else {}
    return reuse.offers(lines, held, case.department.credit_code, china_date(now), merged)


def _uses(kept: _Rows, now: datetime) -> dict[str, Used]:
    """What was taken from the library."""
    if not any(m.get_type in REUSED for m in kept.lines):
        return {}
    return vault.used_in(kept.case.number, china_date(now))


def _given(lines: Iterable[CaseMaterial], offers: Mapping[str, Offer]) -> list[intake.Given]:
    """What was given and what is as good as given."""
    found = reuse.automatic(offers)
    on_file = [intake.Given(code, files=1, how=offer.how) for code, offer in found.items()]
    return [*given(lines), *on_file]


def _materials(kept: _Rows) -> tuple[MaterialRow, ...]:
    return tuple(
        MaterialRow(
            m.code, m.name, m.status, m.get_status_display(), m.get_type, m.note,
            tuple(
                FileRow(f.pk, f.stored.key, f.stored.name, f.stored.size, f.stored.media_type, f.added_at)
                for f in kept.files.get(m.pk, ())
            ),
        )
        for m in kept.lines
    )  # fmt: skip


def plain_case(number: str) -> Case:
    """The row itself, for reactions: no reader, no rights. Raises Case.DoesNotExist."""
    return Case.objects.get(number=number)


#: Compared with what was typed where there is no case; whoever types it is refused like for a draft.
_NO_CODE = "000000"


def _same(one: str, other: str) -> bool:
    """Whether two codes are equal; takes as long for the first wrong character as for the last."""
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "replace"))


def accepted_materials(number: str) -> tuple[Case, list[Given]]:
    """The case and the materials given for it, for its party's library: no reader, no rights.

    What came out of the library checked already is left out: it is there. A licence too: it holds by its own
    register, and a copy laid aside would outlive its revocation.
    """
    case = Case.objects.select_related("department").get(number=number)
    files = CaseFile.objects.filter(removed_at__isnull=True).order_by("id")
    lines = case.materials.prefetch_related(Prefetch("files", files, to_attr="kept")).order_by("order")
    kinds = {m.code: m.kind for m in catalogue.spec(case.version_id).materials}
    used = vault.used_in(number, china_date(case.created_at))
    found = {CaseMaterial.ACCEPTED: True, CaseMaterial.GIVEN: False}
    return case, [
        Given(
            m.code, m.name, kinds.get(m.code, MaterialKind.OTHER), tuple(f.stored_id for f in m.kept),
            m.get_type, found[m.status],
        )
        for m in lines
        if m.status in found and m.get_type != GetType.PROMISE
        and (m.code not in used or used[m.code].origin is Held.UPLOADED)
    ]  # fmt: skip


def track(number: str, code: str, *, now: datetime) -> Tracked:
    """The public view by number and query code. Raises NotVisible for a wrong pair, as for no case at all.

    A wrong code is as much work as no case: one question, one comparison, and nothing sealed is opened before
    the code is right.
    """
    found = Case.objects.filter(number=number).values_list("query_code", "state").first()
    kept, state = found or (_NO_CODE, State.DRAFT)
    if not _same(kept, code.strip()) or state == State.DRAFT:
        raise NotVisible()
    return tracked(number, now=now)


def tracked(number: str, *, now: datetime) -> Tracked:
    """The public view of a case, for whoever showed its code to `track` a moment ago."""
    case = Case.objects.select_related("party", "department").get(number=number)
    spec, calendar = catalogue.spec(case.version_id), bureau.work_calendar()
    facts = facts_of(case, spec, list(case.pauses.all()))
    return Tracked(
        number=case.number, title=case.title, department=case.department.short_name,
        party=masked_party(case.party.kind, case.party.name),
        state=State(case.state), light=Light(case.light),
        left=days_left(calendar, case.due_at, now), due_at=case.due_at,
        strip=tuple(day_strip(calendar, facts, now)), reading=clock.read(calendar, facts, now),
        history=tuple((r.kind, r.at) for r in trail.history(number)),
    )  # fmt: skip


def may_open_file(actor: Actor, key: str) -> bool:
    """Whether a stored file belongs to a case whose materials this reader sees, or lies in their library."""
    if vault.opens_file(actor.party, key):
        return True
    rows = CaseFile.objects.filter(stored__key=key).select_related(
        "material__case__department", "material__case__item"
    )
    for row in rows[:20]:
        case = row.material.case
        seats = [seat_fact(s) for s in case.seats.filter(round=case.round)]
        if Part.FILES in seeing.parts(authority.sights(actor, stand_for(actor, case, seats))):
            return True
    return False
