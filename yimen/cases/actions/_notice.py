"""联办的一次告知, in hand: the one notice goes out, what comes goes down to who asked, and it ends cleanly.

The application's row is the lock of the list, the members' rows hold what each of them says
(`rules.collecting`): a department never locks the whole. Here all members are locked after the whole, in one
order, so that what is noted at the same moment is in this notice or in the next one, and never lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from yimen.rules import answers as answer_rules
from yimen.rules import collecting
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import china_date
from yimen.rules.collecting import Answer, Merged
from yimen.rules.lifecycle import OPEN
from yimen.rules.terms import Act, State

from ..models import Case, CaseFile, CaseMaterial
from ._asking import pause_for_correction, reject, told
from ._work import Done, Work, decide, keep, load, marked, record, settle

_CAME = (CaseMaterial.GIVEN, CaseMaterial.ACCEPTED, CaseMaterial.EXEMPT)
#: The reason on record where nobody wrote one.
REASON = "各部门审查后要补的，一次告知"


def require_own(work: Work) -> None:
    """Raise SupplyTheWhole where what this case waits for is supplied with its application."""
    if work.case.parent_id is not None:
        collecting.require_notes(work.case.notice)


def members(work: Work) -> list[Case]:
    """The members that have not ended, locked in one order whoever asks."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("item").filter(parent=work.case)
    return list(rows.filter(state__in=[str(one) for one in OPEN]).order_by("pk"))


def answers(rows: Iterable[Case]) -> dict[str, Answer]:
    """By item what the members say that have answered since the last notice."""
    found = {row.item.code: collecting.answer_of(row.notice) for row in rows}
    return {item: answer for item, answer in found.items() if answer is not None}


def sent(case: Case) -> int:
    """How many notices of all departments have gone out."""
    return int(case.notice.get("sent", 0))


def until(case: Case) -> date | None:
    """The last day of the list that is open; None where nothing is collected."""
    found = case.notice.get("until")
    return date.fromisoformat(found) if found else None


def open_list(work: Work, rows: Iterable[Case]) -> None:
    """Keep until when what is noted is collected, so that the watcher sends it then."""
    case = work.case
    wanted = any(one.gaps for one in answers(rows).values())
    kept = {key: value for key, value in case.notice.items() if key != "until"}
    if wanted and case.accepted_at is not None:
        day = until(case) or collecting.last_day(
            work.calendar, china_date(case.accepted_at), china_date(work.now), sent=sent(case)
        )
        kept["until"] = day.isoformat()
    if kept != case.notice:
        case.notice = kept
        settle(work)
        keep(work)


def send(work: Work, rows: list[Case], *, edited: Mapping[str, str], again: str = "") -> Done:
    """The one notice goes out: one document for the applicant, and every member that asked waits along.

    Raises NothingCollected, and NotHere where one is out already.
    """
    found = answers(rows)
    made = collecting.merged(found, edited)
    lines = [told(one) for one in collecting.lines(made)]
    case = decide(work, Act.SEND_NOTICE, REASON).case
    why = collecting.together([collecting.reasons(found.values()), again.strip()])
    reject(work, {one.gap.code: one.gap.words for one in made if one.gap.code})
    case.corrections += 1
    case.asked_at = work.now
    case.notice = {"sent": sent(case) + 1}
    if work.spec.pause_on_correction:
        pause_for_correction(work)
    facts = {"lines": lines, "again": why}
    done = record(work, facts, paper=facts)
    for row in rows:
        _ask_along(row, [one for one in made if row.item.code in one.members], work)
    return done


def _ask_along(row: Case, mine: list[Merged], work: Work) -> None:
    """One member after the notice went out: it waits where it asked; its answer was told."""
    if not row.notice and not mine:
        return
    child = load(SYSTEM, row.number, now=work.now)
    child.case.notice = {}
    if mine:
        lines = [told(one) for one in collecting.lines(mine)]
        child.case.notice = {"asked": sorted({one.gap.code for one in mine} - {""}), "lines": lines}
        reject(child, {one.gap.code: one.gap.words for one in mine if one.gap.code})
    if mine and child.case.state == State.REVIEWING:
        wait_along(child)
    else:
        keep(child)


def wait_along(child: Work) -> None:
    """A member under review waits for what the notice asks for it; nothing where it asks nothing.

    One that noted in advance what it lacks waits from the moment on at which it starts.
    """
    if collecting.asked_of(child.case.notice) is None:
        return
    decide(child, Act.ASK_ALONG, REASON).case.asked_at = child.now
    child.case.corrections += 1
    if child.spec.pause_on_correction:
        pause_for_correction(child)
    whole = child.case.parent
    number = whole.number if whole else ""
    record(child, {"lines": child.case.notice.get("lines", []), "bundle": number})


def hand_down(work: Work) -> None:
    """What was supplied goes to the members that asked, and to those that have not begun; the first go on."""
    rows = members(work)
    for row in rows:
        asked = collecting.asked_of(row.notice)
        if asked is None and row.state != State.WAITING:
            continue
        child = load(SYSTEM, row.number, now=work.now)
        _bring(work, child, asked)
        child.case.notice = {k: v for k, v in child.case.notice.items() if k not in {"asked", "lines"}}
        if child.case.state == State.SUPPLEMENT:
            record(decide(child, Act.SUPPLY), {"bundle": work.case.number, **marked(child)})
        else:
            keep(child)
    open_list(work, members(work))


def _bring(work: Work, child: Work, asked: Iterable[str] | None) -> None:
    """Answers, and the materials that were asked (of a member not begun yet: all) as they lie there now."""
    keys = {use.key for use in child.spec.form}
    own = {**child.case.answers, **{k: v for k, v in work.case.answers.items() if k in keys}}
    read = answer_rules.read(child.spec, own, china_date(work.now)).answers
    child.case.answers = {**own, **answer_rules.to_json(read)}
    given = {line.code: line for line in work.lines if line.status in _CAME}
    wanted = given.keys() if asked is None else given.keys() & set(asked)
    for line in child.lines:
        if line.code in wanted and line.status != CaseMaterial.EXEMPT:
            _copy(given[line.code], line, child)


def _copy(source: CaseMaterial, line: CaseMaterial, child: Work) -> None:
    line.status, line.get_type, line.note = source.status, source.get_type, source.note
    line.save(update_fields=["status", "get_type", "note"])
    lies = list(source.files.filter(removed_at__isnull=True).order_by("pk").values_list("stored", flat=True))
    mine = line.files.filter(removed_at__isnull=True)
    mine.exclude(stored__in=lies).update(removed_at=child.now)
    known = set(mine.values_list("stored", flat=True))
    CaseFile.objects.bulk_create(
        CaseFile(material=line, stored_id=one, added_at=child.now) for one in lies if one not in known
    )


def close_if_idle(work: Work) -> None:
    """Nobody waits any more for what the notice asked: the application goes on without it."""
    if work.case.state != State.SUPPLEMENT:
        return
    rows = members(work)
    if any(collecting.asked_of(row.notice) is not None for row in rows):
        return
    for line in work.lines:
        if line.status == CaseMaterial.REJECTED:
            line.status = CaseMaterial.GIVEN if line.get_type else CaseMaterial.MISSING
    CaseMaterial.objects.bulk_update(work.lines, ["status"])
    record(decide(work, Act.CLOSE_NOTICE))
    open_list(work, rows)
