"""The parts of one case as staff pages show them: party, clocks, answers, materials, opinions, papers.

Everything here turns a CasePage into plain dicts for templates; names and numbers come out masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yimen.cases.queries import CasePage
from yimen.parties import queries as parties
from yimen.rules import registers, sensitive
from yimen.rules.authority import Sight
from yimen.rules.clock import Phase
from yimen.rules.events import Kind
from yimen.rules.files import SHOWN
from yimen.rules.item import FieldUse
from yimen.rules.masking import mask_name, mask_phone, mask_text
from yimen.rules.queueing.terms import TicketSource
from yimen.rules.queueing.tickets import VISITOR
from yimen.rules.strip import Day, Mark
from yimen.rules.terms import (
    Act,
    Document,
    FieldType,
    GetType,
    Procedure,
    State,
    Term,
    Unit,
    Verdict,
)
from yimen.rules.vocabulary import label_of
from yimen.trail.queries import Row
from yimen.web import helped, instant, licences, memberview
from yimen.web.later import later
from yimen.web.onfile import offer_words, use_words
from yimen.web.pledge import stands
from yimen.web.roundparts import rounds
from yimen.web.templatetags.yimen_format import day, day_full

_STRIP = {
    Mark.USED: "used",
    Mark.PAUSED: "paused",
    Mark.OFF: "off",
    Mark.TODAY: "now",
    Mark.AHEAD: "",
    Mark.LAST: "due",
    Mark.OVER: "over",
}
#: Counters of cases stop here.
MOST_COUNTED = 99
#: Status of a material line → colour of its tag.
STATUS_COLOUR = {"given": "blue", "missing": "red", "accepted": "green", "rejected": "red", "exempt": "green"}


def term_words(kind: type[Term], code: str) -> str:
    """The label of a code in the reader's language; a code outside the table as it is."""
    words = kind.label_of(code)
    return _(words) if words != code else code


def event_words(code: str) -> str:
    """What happened in the reader's language; a code that no vocabulary has as it is."""
    words = label_of(code)
    return _(words) if words != code else code


def case_parts(page: CasePage, base: str) -> dict[str, Any]:
    """The context shared by every staff page of one case. `base`: the address of the case in this door."""
    return {
        "page": page,
        "full": f"{base}full/" if page.may_unmask else "",
        "case": page.case,
        "here": base,
        "party": party_card(page),
        "clock": clock_card(page),
        "limits": limits(page),
        "sections": answer_sections(page),
        "materials": material_rows(page),
        "rounds": rounds(page),
        "instant": instant.decisions(page),
        "history": whole_history(page),
        "papers": papers(page, base),
        "ended": licences.ended(page),
        "silence": licences.silence(page),
        "rev": page.case.rev,
        **memberview.parts(page, base.removesuffix(f"{page.case.number}/"), may_open=_opens_whole(page)),
        "later": later(page),
    }


def _opens_whole(page: CasePage) -> bool:
    """A department sees its part; the whole is of the window and of who watches."""
    return not page.sights.isdisjoint({Sight.WINDOW, Sight.HANDOUT, Sight.WATCH, Sight.RUN})


def party_card(page: CasePage) -> list[tuple[str, str]]:
    """Applicant, agent and contact, masked, as (name, value)."""
    case = page.case
    shown = parties.masked(case.party)
    rows = [
        (_("姓名") if shown.is_person else _("名称"), shown.name),
        (_("证件号") if shown.is_person else _("信用代码"), shown.number),
        (_("手机"), mask_phone(case.contact_phone) if case.contact_phone else shown.phone),
    ]
    if case.agent is not None:
        rows.append((_("经办人"), mask_name(case.agent.name)))
    if case.helper:
        rows.append((_("帮办员"), helped.helper_words(case.helper)))
    return rows


def clock_card(page: CasePage) -> dict[str, Any]:
    """What c-clock takes: left, due, promise, note, days; `text` instead where the clock has stopped."""
    reading, promise = page.reading, page.spec.promise
    due = reading.promise_due
    running = reading.phase in {Phase.RECEIVE, Phase.DECISION}
    waits = page.state in {State.CORRECTION, State.GRANTED, State.REFUSED, State.ISSUED}
    return {
        "left": page.left if running or waits else None,
        "text": "" if running or waits else _(page.state.label),
        "due": page.case.due_at if waits else (due.at if due and running else None),
        "promise": promise.days if promise and reading.phase is Phase.DECISION and not waits else None,
        "note": _clock_note(page),
        "days": [] if waits else [strip_day(one) for one in page.strip],
    }


def strip_day(one: Day) -> dict[str, Any]:
    """One day of the strip as c-clock draws it."""
    kind = "now" if one.today and one.mark is Mark.USED else _STRIP[one.mark]
    return {"date": one.date, "kind": kind}


def _clock_note(page: CasePage) -> str:
    reading, parts = page.reading, []
    if reading.used:
        parts.append(ngettext("已用 {n} 天", "已用 {n} 天", reading.used).format(n=reading.used))
    if reading.paused:
        parts.append(_("{n} 天不计入时限").format(n=reading.paused))
    if page.case.extension_days:
        parts.append(_("已延长 {n} 个工作日").format(n=page.case.extension_days))
    if reading.provisional:
        parts.append(_("跨到还没公布节假日的年份，日期暂定"))
    return _("；").join(parts)


def limits(page: CasePage) -> list[tuple[str, str]]:
    """Both deadlines and every pause, as (name, words)."""
    case, reading, rows = page.case, page.reading, []
    if case.accepted_at:
        rows.append((_("受理"), day(case.accepted_at)))
    if reading.promise_due and case.accepted_at:
        rows.append((_("承诺最晚"), day(reading.promise_due.at)))
    if reading.legal_due and case.accepted_at:
        rows.append((_("法定最晚"), day(reading.legal_due.at)))
    if reading.legal_left is not None and reading.phase is Phase.DECISION:
        rows.append((_("法定还剩"), _left(page, reading.legal_left)))
    for pause in page.pauses:
        name = term_words(Procedure, pause.kind) if pause.kind != "correction" else _("等待补正")
        until = day(pause.end) if pause.end else _("进行中")
        rows.append((name, _("{start} 起，{until}").format(start=day(pause.start), until=until)))
    return rows


def _left(page: CasePage, days: int) -> str:
    natural = page.spec.legal is not None and page.spec.legal.unit is Unit.NATURAL
    if days < 0:
        return _("超 {n} 天").format(n=-days)
    return (_("{n} 天") if natural else _("{n} 个工作日")).format(n=days)


def answer_words(use: FieldUse, value: Any) -> str:
    """One answer in words; personal numbers and places masked, nothing for a field left blank."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, date):
        return day_full(value)
    if isinstance(value, list | tuple):
        known = dict(use.options)
        return _("、").join(known.get(str(one), str(one)) for one in value)
    return _scalar_words(use, value)


def _scalar_words(use: FieldUse, value: Any) -> str:
    if use.type is FieldType.CHOICE:
        return dict(use.options).get(str(value), str(value))
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return sensitive.shown(use, str(value))


def differences(page: CasePage) -> list[dict[str, str]]:
    """Where the application says something else than the register: for the clerk to look at."""
    record = parties.register_record(page.case.party_id)
    uses = {use.key: use for use in page.spec.form}
    found = registers.differences(record, page.answers, {key: use.label for key, use in uses.items()})
    return [
        {
            "label": one.label, "on_file": answer_words(uses[one.key], one.on_file),
            "given": answer_words(uses[one.key], one.given),
            "register": _(record.register.label) if record else "",
        }
        for one in found
    ]  # fmt: skip


def answer_sections(page: CasePage) -> list[dict[str, Any]]:
    """The answered form by section: [{title, rows: [(question, answer and source, "")]}]."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for use in page.spec.form:
        if use.key in page.answers:
            words = answer_words(use, page.answers[use.key])
            row = (use.label, "\n".join(filter(None, (words, page.filled.get(use.key)))), "")
            found.setdefault(use.section or _("申请表"), []).append(row)
    return [{"title": title, "rows": rows} for title, rows in found.items()]


def material_rows(page: CasePage) -> list[dict[str, Any]]:
    """Each material line that this case needs or has: source, status, note, files with address and view."""
    needed = {m.code for m in (*page.gaps.required, *page.gaps.exempt, *page.gaps.optional)}
    hints = {m.code: m for m in page.spec.materials}
    required = {m.code for m in page.gaps.required}
    rows = []
    for line in page.materials:
        if line.code not in needed and line.status == "missing":
            continue
        offer = page.offers.get(line.code)
        use = hints.get(line.code)
        rows.append(
            {
                "code": line.code, "name": line.name, "status": line.status, "note": mask_text(line.note),
                "hint": use.hint if use else "", "standard": use.standard if use else "",
                "exempt": use.exempt_by if use else "",
                "pledged": use.pledge if use and stands(line) else "",
                "required": line.code in required, "needed": line.code in needed,
                "source": term_words(GetType, line.get_type) if line.get_type else "",
                "tag": _(str(line.status_label)), "colour": STATUS_COLOUR.get(line.status, "grey"),
                "files": [_file(f) for f in line.files], "offer": offer_words(offer),
                "used": use_words(page.uses.get(line.code)),
            }
        )  # fmt: skip
    return rows


def _file(one: Any) -> dict[str, Any]:
    view = f"/files/{one.key}/?view=1" if one.media_type in SHOWN else f"/files/{one.key}/"
    return {
        "id": one.id, "name": mask_text(one.name), "size": one.size, "url": view, "at": one.added_at,
        "remove_name": f"remove-{one.id}",
    }  # fmt: skip


def summary(page: CasePage) -> str:
    """齐 6 份，缺 1 份，不符合 1 份: what the heading of the material table counts."""
    gaps = page.gaps
    good = len(gaps.required) - len(gaps.all) + len(gaps.exempt)
    parts = [_("齐 {n} 份").format(n=good)]
    if gaps.missing:
        parts.append(_("缺 {n} 份").format(n=len(gaps.missing)))
    if gaps.rejected:
        parts.append(_("不符合 {n} 份").format(n=len(gaps.rejected)))
    return _("，").join(parts)


def who(actor: str) -> str:
    """How an actor of the trail is named on a page: system, number of staff, where somebody took a number
    without signing in, or the applicant's side."""
    kind, _colon, number = actor.partition(":")
    if kind == "staff":
        return _("工号 {number}").format(number=number)
    if kind == VISITOR:
        return _("手机取号") if number == TicketSource.PHONE else term_words(TicketSource, number)
    if kind == "machine":
        return _("自助机")
    return _("系统") if kind == "system" else _("申请人")


def history(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """What happened, newest first, as c-timeline takes it."""
    rows = list(rows)
    # Of many savings in a row only the last is worth a line.
    kept = [r for r, after in zip(rows, [*rows[1:], None], strict=True) if not _saved_again(r, after)]
    listed = [
        {"title": event_words(row.kind), "at": row.at, "text": _event_words(row), "state": "done"}
        for row in kept
    ]
    if listed:
        listed[-1]["state"] = "now"
    return listed[::-1]


def whole_history(page: CasePage) -> list[dict[str, Any]]:
    """What happened; of a bundle's application also to its members, each named."""
    own = history(page.history)
    if page.members is None:
        return own
    titles = page.members.titles
    of_members = [
        {
            "title": _("{item}：{what}").format(item=titles[row.stream], what=event_words(row.kind)),
            "at": row.at, "text": _event_words(row), "state": "done",
        }
        for row in page.members.events
        if row.kind not in {Kind.CASE_TAKEN_IN, Kind.LIGHT_CHANGED, Kind.CLOCK_RECOMPUTED}
    ]  # fmt: skip
    return sorted([*own, *reversed(of_members)], key=lambda one: one["at"], reverse=True)


def _saved_again(row: Row, after: Row | None) -> bool:
    return after is not None and row.kind == after.kind == Kind.CASE_SAVED


def _event_words(row: Row) -> str:
    data: Mapping[str, Any] = row.data
    parts = [who(row.actor)]
    if data.get("seat"):
        parts.append(_(str(data["seat"])))
    if data.get("verdict"):
        parts.append(term_words(Verdict, str(data["verdict"])))
    if data.get("to_seat"):
        parts.append(_("退到“{seat}”").format(seat=data["to_seat"]))
    parts += [_(str(data[key])) for key in ("reason", "text", "how", "result") if data.get(key)]
    parts += [_("{name}：{words}").format(**one) for one in data.get("filled", [])]
    return _("，").join(parts)


def papers(page: CasePage, base: str) -> list[dict[str, Any]]:
    """Documents handed out, newest first, each with its address."""
    return [
        {
            "title": term_words(Document, one.kind), "kind": one.kind, "number": one.number,
            "at": one.issued_at, "url": f"{base}papers/{one.number}/",
        }
        for one in reversed(page.papers)
    ]  # fmt: skip


def may(page: CasePage, *acts: Act) -> bool:
    """Whether this reader may do any of these acts now."""
    return any(act in page.acts for act in acts)


# --- keyset pages -----------------------------------------------------------------------------------------
#: In a cursor: the row has no deadline.
NO_DEADLINE = "none"


def cursor(row: Any) -> str:
    """Where the next page of an inbox starts after this row."""
    return f"{row.due_at.isoformat() if row.due_at else NO_DEADLINE}~{row.id}"


def read_cursor(text: str) -> tuple[datetime | None, int] | None:
    """The place that `cursor` wrote; None for the beginning, and for what cannot be read."""
    moment, _tilde, number = text.partition("~")
    try:
        at = None if moment == NO_DEADLINE else datetime.fromisoformat(moment)
        place = int(number)
    except ValueError:
        return None
    # Beyond 18 digits no database has a row.
    zoned = at is None or at.tzinfo is not None
    return (at, place) if zoned and 0 < place < 10**18 else None


def capped(count: int) -> str:
    """A count that stops at 99, as words."""
    return "99+" if count >= MOST_COUNTED else str(count)
