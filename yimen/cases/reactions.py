"""What follows an event of a case, after commit: the applicant is told, once, in plain words."""

from __future__ import annotations

from datetime import datetime

from yimen.catalogue import actions as catalogue
from yimen.hall import queries as hall
from yimen.parties import reactions as parties
from yimen.rules.calendar import china_date
from yimen.rules.events import Kind
from yimen.rules.hours import clock
from yimen.trail.queries import Row
from yimen.trail.relay import Outside
from yimen.vault import actions as vault
from yimen.vault import queries as kept

from . import actions, queries

#: Event → what the applicant reads (message ids; {title} is the item, {reason} what the organ wrote).
NOTES = {
    Kind.CASE_SUBMITTED: "“{title}”已提交，窗口 5 个工作日内答复。",
    Kind.CASE_RECEIVED: "“{title}”的材料，窗口收到了。",
    Kind.CASE_ACCEPTED: "“{title}”已受理，开始计时。",
    Kind.CASE_ACCEPTED_DEFERRED: "“{title}”已容缺受理，开始计时。请在 {day} 前补齐承诺后补的材料。",
    Kind.DEFERRAL_REMINDED: "“{title}”还有 {n} 份承诺后补的材料没交，最晚 {day}。到期没交齐会终止办理。",
    Kind.DEFERRAL_LAPSED: "“{title}”承诺后补的材料到期没有交齐，要用到它的事项终止办理。",
    Kind.CASE_STARTED: "“{title}”要用的结果办好了，开始办理。",
    Kind.BUNDLE_CONCLUDED: "“{title}”办结了，请领取结果。",
    Kind.CASE_DEEMED_ACCEPTED: "“{title}”已按规定视为受理，开始计时。",
    Kind.INSTANT_HANDED: "“{title}”系统没有当场批准，转给工作人员办，不影响结果。",
    Kind.CASE_NOT_ACCEPTED: "“{title}”不予受理：{reason}",
    Kind.CASE_NOT_REQUIRED: "“{title}”不用办：{reason}",
    Kind.CORRECTION_ASKED: "“{title}”要您补材料，请打开办件看清单。",
    Kind.NOTICE_SENT: "“{title}”要您补材料，各部门要的都在一份清单里，请打开办件看。",
    Kind.NOTICE_CLOSED: "“{title}”不再等补正，其他事项继续办。",
    Kind.CASE_MOVED: "“{title}”有了新版，按新版接着办：{reason}",
    Kind.CLOCK_PAUSED: "“{title}”进入特别程序，时间不计入承诺：{reason}",
    Kind.CLOCK_RESUMED: "“{title}”的特别程序结束，继续计时。",
    Kind.CLOCK_EXTENDED: "“{title}”延长了办理期限：{reason}",
    Kind.CASE_GRANTED: "“{title}”准予了，正在出证。",
    Kind.CASE_DEEMED_RENEWED: "“{title}”到期前没有作出决定，依法视为准予延续，正在出证。",
    Kind.CASE_REFUSED: "“{title}”没有通过：{reason}",
    Kind.CASE_FORWARDED: "“{title}”已转报上级机关。",
    Kind.RESULT_ISSUED: "“{title}”办好了，请领取结果。",
    Kind.RESULT_DELIVERED: "“{title}”的结果已送达。",
    Kind.RESULT_ARRIVED: "“{title}”的结果已经邮寄送到。",
    Kind.RESULT_ONLINE: "“{title}”的结果已经放进您的账户，打开办件就能下载。",
    Kind.RESULT_SENT: "“{title}”的结果寄出了，快递单号 {tracking}。",
    Kind.CASE_WITHDRAWN: "“{title}”已按您的要求撤回。",
    Kind.CASE_RETURNED: "“{title}”已退件：{reason}",
    Kind.CASE_TERMINATED: "“{title}”终止办理：{reason}",
}


def notify(row: Row, now: datetime) -> None:
    """Leave the applicant (and the agent) one message for this event. A second delivery changes nothing."""
    if row.data.get("ex_officio"):
        # Who begins it tells the applicant why.
        return
    case = queries.plain_case(row.stream)
    facts = {"title": case.title, "reason": str(row.data.get("reason", "")),
             "helper": str(row.data.get("helper", "")),
             "tracking": str(row.data.get("tracking", "")), "n": row.data.get("n", 0),
             "day": str(row.data.get("day") or row.data.get("defer_by", ""))}  # fmt: skip
    for party in dict.fromkeys(p for p in (case.party_id, case.agent_id) if p is not None):
        actions.leave_message(case, party, row.id, _note_of(row), facts, row.at)


def _note_of(row: Row) -> str:
    """What is said of an event; of a result that a helper took, by whom."""
    kind = Kind(row.kind)
    return FETCHED if kind is Kind.RESULT_DELIVERED and row.data.get("helper") else NOTES[kind]


#: A helper took the result.
FETCHED = "“{title}”的结果由帮办员（工号 {helper}）替您领走了。"

#: What the holder of a licence reads 60 and 30 days before it ends.
REMINDER = "“{title}”还有 {days} 天到期，要继续用请及时申请延续。"


def remind(row: Row, now: datetime) -> None:
    """A licence ends soon: its holder reads it once, beside the case that issued it."""
    held = kept.by_id(int(row.data["licence"]), now)
    if held is None:
        return
    case = queries.plain_case(held.case_number)
    facts = {"title": held.name, "days": row.data["days"], "reason": "", "licence": held.id}
    actions.leave_message(case, held.party, row.id, REMINDER, facts, row.at)


#: What who booked reads the day before.
TOMORROW = "您约了 {day} {time} 到{place}办“{title}”。来不了请先取消，或者换个时间。"


def remind_of_booking(row: Row, now: datetime) -> None:
    """Somebody is booked for tomorrow: they read it once, unless the place was given back meanwhile."""
    found = hall.tomorrow(row.stream.partition(":")[2])
    if found is None:
        return
    facts = {
        "title": found.item, "place": found.site, "day": found.day.isoformat(), "time": clock(found.start),
        "booking": found.number,
    }  # fmt: skip
    actions.leave_message(None, found.party, row.id, TOMORROW, facts, row.at)


def print_paper(row: Row, now: datetime) -> None:
    """The document that this event left is made into a PDF and kept, once."""
    if number := str(row.data.get("document", "")):
        actions.print_paper(number, now=now)


def deliver_online(row: Row, now: datetime) -> None:
    """A result that its applicant wants online is theirs as soon as it is issued (or refused)."""
    actions.deliver_online(row.stream, now=now)


def issue_renewed(row: Row, now: datetime) -> None:
    """A renewal that counts as granted by law waits for nobody: the new edition is issued by itself."""
    actions.issue_by_law(row.stream, now=now)


def advance_bundle(row: Row, now: datetime) -> None:
    """A member of a bundle came to an end: others may start, or the whole is done."""
    if parent := actions.parent_of(row.stream):
        actions.advance(parent, now=now)


def collect_notice(row: Row, now: datetime) -> None:
    """A department answered for its part: the one notice goes out where it need wait for nobody."""
    if parent := actions.parent_of(row.stream):
        actions.collect(parent, now=now)


def count_filed(row: Row, now: datetime) -> None:
    """An item's popularity is the number of its submitted cases: read by search ranking and the home page."""
    catalogue.count_filed(queries.plain_case(row.stream).item_id)


def _of_applicant(row: Row, now: datetime) -> object:
    """The applicant's register."""
    return parties.consult(queries.plain_case(row.stream).party_id, now)


def _begins(row: Row) -> bool:
    return "item" in row.data


#: An application began: what the register says is filled in, and paper it stands for need not come.
ask_register = Outside(_of_applicant, parties.keep, "yimen.cases.reactions.ask_register", _begins)


def keep_materials(row: Row, now: datetime) -> None:
    """受理 means that the materials conform: from now on they are on file, so nobody gives them twice."""
    case, given = queries.accepted_materials(row.stream)
    vault.hold(
        row.actor, case.party_id, given, department=case.department.credit_code, case=case.number,
        on=china_date(row.at), now=now,
    )  # fmt: skip


#: What the applicant reads where a material that came later does not conform.
SENT_AGAIN = "“{title}”后补的“{name}”不符合要求：{reason}。请在 {day} 前重交。"


def tell_checked(row: Row, now: datetime) -> None:
    """A material that came later was looked at: what is wrong must come again, and is told."""
    if row.data["ok"]:
        return
    case = queries.plain_case(row.stream)
    facts = {"title": case.title, "name": row.data["name"], "reason": row.data["why"],
             "day": row.data["defer_by"]}  # fmt: skip
    for party in dict.fromkeys(p for p in (case.party_id, case.agent_id) if p is not None):
        actions.leave_message(case, party, row.id, SENT_AGAIN, facts, row.at)


def keep_checked(row: Row, now: datetime) -> None:
    """What came later and is right is on file like what came with the application."""
    if row.data["ok"]:
        keep_materials(row, now)


def recompute_after_calendar(row: Row, now: datetime) -> None:
    """A calendar year changed: every open case is looked at anew."""
    actions.wake_all(now)
