"""The county with somebody in every relation to a case, and a case of 李敏 in every place it can be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.test import Client

from tests import county as counties
from tests import help_world, samples
from tests.vault import licencekit, sealkit
from yimen.accounts import actions as accounts
from yimen.accounts.models import Account
from yimen.accounts.scopes import Scope
from yimen.bureau.models import Department, Post, Region, Staff
from yimen.cases import actions
from yimen.cases.models import Case, CaseDocument
from yimen.config.worker import drain
from yimen.parties import actions as parties
from yimen.parties.models import Party
from yimen.rules.authority import Actor
from yimen.rules.authority import Post as PostFact
from yimen.rules.terms import Role
from yimen.vault import actions as vault

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FILED = NOW - timedelta(days=3)
TOWN, FAR = "439926100000", "439927000000"

# --- who ----------------------------------------------------------------------------------------------------
VISITOR = "visitor"
#: 李敏 applied; 赵田 holds her mandate for this item today.
APPLICANT = {"li", "agent"}
#: Another citizen, an enterprise, whose mandate was ended, whose mandate is for another item.
STRANGERS = {"wang", "firm", "ended", "other_item"}
CITIZENS = APPLICANT | STRANGERS
WINDOW = {"clerk"}
#: A clerk of another county; the clerk of the town that 李敏 chose to fetch the result at.
FAR_CLERK, TOWN_CLERK = {"far"}, {"town"}
CLERKS = WINDOW | FAR_CLERK | TOWN_CLERK | {"two"}
#: The seat of `officer` is open where a case is under review; the others of the organ have none now.
#: `two` is a clerk of the other county besides, and an officer here.
ORGAN = {"officer", "officer2", "head", "director", "two"}
ELSEWHERE = {"health", "health_director"}
SIGNERS = ORGAN | ELSEWHERE
SUPERVISOR, ADMIN = {"supervisor"}, {"admin"}
BLIND = {"keeper", "security", "audit"}
#: A helper of a bank, whom nobody here lets help.
HELPER = {"helper"}
STAFF = CLERKS | SIGNERS | SUPERVISOR | ADMIN | BLIND | HELPER
EVERYBODY = sorted(CITIZENS | STAFF)

# --- where --------------------------------------------------------------------------------------------------
#: Drafts of 李敏's own, open and dropped: nobody else's business.
PRIVATE = ("draft", "dropped")
#: While the town hands out, and afterwards, the case exists there.
HANDED = ("issued", "refused", "delivered")
POINTS = (
    "draft", "dropped", "counter", "submitted", "received", "correction", "not_accepted", "accepted",
    "supplement", "suspended", "granted", "issued", "refused", "delivered", "withdrawn", "terminated",
    "voided", "archived", "posted", "sent",
)  # fmt: skip


@dataclass
class World:
    """Who and what there is; clients and callers kept."""

    county: counties.County
    cases: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    licence: int = 0
    clients: dict[str, Client] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def ask(self, who: str, method: str, path: str, data: dict[str, Any] | None = None) -> Any:
        """One request by this person's browser; a file is read to its end."""
        return _read(getattr(self.clients[who], method)(path, data or {}))

    def call(self, who: str, method: str, path: str, body: bytes = b"") -> Any:
        """One request to the interface with this person's token of all scopes."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}"} if who in self.tokens else {}
        return _read(
            Client(raise_request_exception=False).generic(
                method.upper(), f"/api/v1{path}", body, content_type="application/json", headers=headers
            )
        )

    def case(self, point: str) -> Case:
        """The row of the case at this point."""
        return Case.objects.get(number=self.cases[point])

    def papers(self, point: str) -> dict[str, str]:
        """Kind → number of the documents of this case."""
        return dict(CaseDocument.objects.filter(case__number=self.cases[point]).values_list("kind", "number"))


def _read(answer: Any) -> Any:
    if answer.streaming:
        answer.whole = b"".join(answer.streaming_content)
    return answer


def build(folder: Path) -> World:
    """Everything, in the database of the caller's transaction; the key of the seal lies in `folder`."""
    county = counties.build(FILED)
    settings.SEAL_KEY = sealkit.register(FILED, folder, fresh=False)
    made = World(county)
    _people(county)
    _staff(county)
    help_world.come(county)
    Account.objects.filter(staff__number=help_world.NUMBER).update(password_at=NOW)
    county.accounts["helper"].refresh_from_db()
    licencekit.define(FILED)
    for point in POINTS:
        made.cases[point], made.files[point] = _walk(county, point)
    drain(NOW)
    _let_in(made)
    return made


def _let_in(world: World) -> None:
    """A browser signed in and a token of all scopes for each."""
    scopes = [str(one) for one in Scope]
    for who in (VISITOR, *EVERYBODY):
        client = world.clients[who] = Client(raise_request_exception=False)
        if who != VISITOR:
            client.force_login(world.county.accounts[who])
            world.tokens[who] = accounts.make_token(world.county[who], "测试", scopes, 30, now=NOW).secret


def _people(county: counties.County) -> None:
    county.accounts["agent"], county.parties["agent"] = county.accounts["zhao"], county.parties["zhao"]
    county.actors["agent"] = county.actors["zhao"]
    for n, (key, name) in enumerate((("ended", "钱禾"), ("other_item", "孙穗")), 11):
        party = Party.objects.create(
            kind="person", name=name, id_number=counties.id_number("19850505", n), phone=f"199000000{n}",
            created_at=FILED,
        )  # fmt: skip
        account = _account(county, key, f"199000000{n}", name, party=party)
        county.parties[key] = party
        county.actors[key] = Actor(account=account.pk, name=name, party=party.pk)
    for key, item in (
        ("agent", counties.LICENCE),
        ("ended", counties.LICENCE),
        ("other_item", counties.PLAIN),
    ):
        given = parties.give_mandate(
            county["li"], county.parties["li"].pk, county.parties[key].pk, [item], date(2026, 11, 1),
            date(2026, 12, 30), now=FILED,
        )  # fmt: skip
        if key == "ended":
            parties.revoke_mandate(county["li"], given.id, now=FILED)


def _staff(county: counties.County) -> None:
    market = Department.objects.get(credit_code=counties.MARKET)
    for code, name, level in ((TOWN, "青石镇", "5"), (FAR, "邻县", "4")):
        Region.objects.create(code=code, name=name, level=level)
    for key, number, posts in (
        ("town", "0105", [(Role.CLERK, TOWN)]),
        ("far", "0106", [(Role.CLERK, FAR)]),
        ("two", "0107", [(Role.CLERK, FAR), (Role.OFFICER, "")]),
    ):
        staff = Staff.objects.create(number=number, name=f"员{number}", department=market)
        for role, region in posts:
            where = Region.objects.get(code=region) if region else None
            Post.objects.create(staff=staff, role=role, department=market, region=where)
        account = _account(county, key, number, staff.name, staff=staff)
        facts = tuple(PostFact(role, counties.MARKET, region) for role, region in posts)
        county.actors[key] = Actor(account=account.pk, name=staff.name, staff=number, posts=facts)


def _account(county: counties.County, key: str, login: str, name: str, **link: Any) -> Account:
    account = Account(login=login, name=name, created_at=FILED, password_at=NOW, **link)
    account.set_password(counties.PASSWORD)
    account.save()
    county.accounts[key] = account
    return account


def _walk(county: counties.County, point: str) -> tuple[str, str]:
    """One case brought to `point`: its number, and the key of the file given for its plan."""
    li, clerk, at = county["li"], county["clerk"], FILED
    begins, channel = (clerk, "1") if point == "counter" else (li, "2")
    number = actions.open_draft(
        begins, counties.LICENCE, county.parties["li"].pk, channel=channel, region=counties.REGION, now=at
    ).number
    actions.save(begins, number, {"shop_name": "青石面馆", "area": "120"}, now=at)
    kept = vault.keep(li, [samples.pdf(len(point))], "平面图.pdf", now=at)
    actions.attach(begins, number, "M-PLAN", kept.id, now=at)
    actions.attach(begins, number, "M-RULES", None, now=at, how="1")
    for step in _STEPS[point].split():
        _DO[step](county, number)
    return number, kept.key


_RECEIVED = "submit receive"
_REVIEWED = f"{_RECEIVED} accept"
_DECIDING = f"{_REVIEWED} officer head"
_STEPS = {
    "draft": "", "dropped": "drop", "counter": "", "submitted": "submit", "received": _RECEIVED,
    "correction": f"{_RECEIVED} ask", "not_accepted": f"{_RECEIVED} not_accept", "accepted": _REVIEWED,
    "supplement": f"{_REVIEWED} ask_later", "suspended": f"{_REVIEWED} pause",
    "granted": f"{_DECIDING} town grant", "issued": f"{_DECIDING} town grant issue",
    "refused": f"{_DECIDING} town refuse", "delivered": f"{_DECIDING} town grant issue deliver",
    "withdrawn": f"{_RECEIVED} withdraw", "terminated": f"{_DECIDING} terminate",
    "voided": f"{_REVIEWED} void",
    "archived": f"{_RECEIVED} not_accept archive", "posted": f"{_DECIDING} post grant issue",
    "sent": f"{_DECIDING} post grant issue send",
}  # fmt: skip
_DO: dict[str, Any] = {
    "drop": lambda c, n: actions.void(c["li"], n, reason="", now=FILED),
    "submit": lambda c, n: actions.submit(c["li"], n, now=FILED),
    "receive": lambda c, n: actions.receive(c["clerk"], n, now=FILED),
    "accept": lambda c, n: actions.accept(c["clerk"], n, now=FILED),
    "not_accept": lambda c, n: actions.not_accept(c["clerk"], n, reason="不归本机关管", now=FILED),
    "ask": lambda c, n: actions.ask_correction(
        c["clerk"],
        n,
        reason="看不清",
        rejected={"M-PLAN": "看不清"},
        fields={"area": "和图不一致"},
        now=FILED,
    ),
    "ask_later": lambda c, n: actions.ask_correction(
        c["officer"], n, reason="看不清", rejected={"M-PLAN": "看不清"}, now=FILED
    ),
    "officer": lambda c, n: actions.opinion(c["officer"], n, verdict="agree", text="内部意见", now=FILED),
    "head": lambda c, n: actions.opinion(c["head"], n, verdict="agree", text="", now=FILED),
    "pause": lambda c, n: actions.pause(
        c["officer"], n, kind="testing", reason="抽样送检", planned_end=date(2026, 12, 20), now=FILED
    ),
    "town": lambda c, n: actions.choose_delivery(c["li"], n, way="pickup", hall=TOWN, now=FILED),
    "post": lambda c, n: actions.choose_delivery(
        c["li"], n, way="post", name="李敏", phone="19900000001", address="云溪县民生路 18 号", now=FILED
    ),
    "grant": lambda c, n: actions.grant(
        c["director"], n, result_number="JY1", result_from=FILED.date(), now=FILED
    ),
    "refuse": lambda c, n: actions.refuse(c["director"], n, reason="不符合条件", now=FILED),
    "issue": lambda c, n: actions.issue(c["clerk"], n, now=FILED),
    "send": lambda c, n: actions.send(c["clerk"], n, tracking="EMS0001", now=FILED),
    "deliver": lambda c, n: actions.deliver(c["clerk"], n, receiver="李敏", seen="居民身份证", now=FILED),
    "withdraw": lambda c, n: actions.withdraw(c["li"], n, reason="不办了", now=FILED),
    "terminate": lambda c, n: actions.terminate(c["director"], n, reason="不再经营", now=FILED),
    "void": lambda c, n: actions.void(c["admin"], n, reason="录错了", now=FILED),
    "archive": lambda c, n: actions.archive(c["clerk"], n, now=FILED),
}
