"""Every act with the least it needs, to try them all in one loop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.county import HEALTH
from yimen.cases import actions
from yimen.rules.authority import Actor

#: To whom an officer gives an opinion to prepare: not to themselves.
_OTHER = {"0201": "0204", "0204": "0201"}

Try = Callable[[Actor, str, datetime], object]

ACTS: dict[str, Try] = {
    "save": lambda a, n, t: actions.save(a, n, {"area": "100"}, now=t),
    "submit": lambda a, n, t: actions.submit(a, n, now=t),
    "receive": lambda a, n, t: actions.receive(a, n, now=t),
    "accept": lambda a, n, t: actions.accept(a, n, now=t),
    "promise_later": lambda a, n, t: actions.promise(a, n, ["M-RULES"], agreed=True, signer="李敏", now=t),
    "pledge": lambda a, n, t: actions.pledge(a, n, ["M-RULES"], agreed=True, signer="李敏", now=t),
    "accept_deferred": lambda a, n, t: actions.accept_deferred(a, n, deferred=["M-RULES"], now=t),
    "supply_later": lambda a, n, t: actions.supply_later(a, n, "M-RULES", how="1", now=t),
    "check_later": lambda a, n, t: actions.check_later(
        a, n, "M-RULES", ok=t.minute % 3 > 0, reason="缺页", now=t
    ),
    "not_accept": lambda a, n, t: actions.not_accept(a, n, reason="不归本机关管", now=t),
    "not_required": lambda a, n, t: actions.not_required(a, n, reason="不用办", now=t),
    "ask_correction": lambda a, n, t: actions.ask_correction(
        a, n, reason="看不清", rejected={"M-PLAN": "看不清"}, now=t
    ),
    "supply": lambda a, n, t: actions.supply(a, n, now=t),
    "opinion": lambda a, n, t: actions.opinion(a, n, verdict="agree", text="", now=t),
    "send_back": lambda a, n, t: actions.send_back(a, n, reason="再核对", now=t),
    "assign": lambda a, n, t: actions.assign(a, n, staff="0204", now=t),
    "take_back": lambda a, n, t: actions.take_back(a, n, now=t),
    "delegate": lambda a, n, t: actions.delegate(a, n, staff=_OTHER.get(a.staff, "0201"), now=t),
    "prepare": lambda a, n, t: actions.prepare(a, n, verdict="agree", text="拟同意", now=t),
    "add_seat": lambda a, n, t: actions.add_seat(
        a, n, department=HEALTH, role="officer", place="before", reason="要卫健看", now=t
    ),
    "drop_seat": lambda a, n, t: actions.drop_seat(a, n, order=3, reason="不用了", now=t),
    "urge": lambda a, n, t: actions.urge(a, n, now=t),
    "copy_to": lambda a, n, t: actions.copy_to(a, n, staff=["0303"], now=t),
    "convene": lambda a, n, t: actions.convene(a, n, reason="情况复杂", now=t),
    "minute": lambda a, n, t: actions.minute(a, n, text="商定补查后再批", now=t),
    "pause": lambda a, n, t: actions.pause(
        a, n, kind="testing", reason="要检测", planned_end=(t + timedelta(days=3)).date(), now=t
    ),
    "resume": lambda a, n, t: actions.resume(a, n, now=t),
    "extend": lambda a, n, t: actions.extend(a, n, days=5, reason="案情复杂", now=t),
    "grant": lambda a, n, t: actions.grant(a, n, result_number="JY1", result_from=t.date(), now=t),
    "refuse": lambda a, n, t: actions.refuse(a, n, reason="不符合条件", now=t),
    "forward": lambda a, n, t: actions.forward(a, n, reason="上级决定", now=t),
    "issue": lambda a, n, t: actions.issue(a, n, now=t),
    "deliver": lambda a, n, t: actions.deliver(a, n, receiver="李敏", seen="居民身份证", now=t),
    "choose_delivery": lambda a, n, t: actions.choose_delivery(a, n, way="online", now=t),
    "send": lambda a, n, t: actions.send(a, n, tracking="EMS1", now=t),
    "arrive": lambda a, n, t: actions.arrive(a, n, now=t),
    "confirm": lambda a, n, t: actions.confirm(a, n, now=t),
    "withdraw": lambda a, n, t: actions.withdraw(a, n, reason="不办了", now=t),
    "return_unfinished": lambda a, n, t: actions.return_unfinished(a, n, reason="没有补正", now=t),
    "terminate": lambda a, n, t: actions.terminate(a, n, reason="不再经营", now=t),
    "void": lambda a, n, t: actions.void(a, n, reason="录错了", now=t),
    "archive": lambda a, n, t: actions.archive(a, n, now=t),
}
