"""What the gate walks: the pages of each role, and the cases that must be there for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests import bundle_world, notice_world, samples
from tests import county as counties
from tests import library_world as world
from tests import pledge_world as promises
from tests.ui import instants, joined, projects, records
from tests.vault import licencekit
from yimen.accounts.backend import BY_CODE
from yimen.accounts.sessions import SessionStore
from yimen.cases import actions
from yimen.cases.models import CaseDocument
from yimen.catalogue import actions as catalogue
from yimen.config.worker import drain
from yimen.rules.authority import SYSTEM
from yimen.rules.item import FieldUse, MaterialUse, Step
from yimen.rules.seals import kinds
from yimen.rules.terms import Duty, FieldType, Role
from yimen.trail import sealing
from yimen.vault import actions as vault
from yimen.vault.models import Licence
from yimen.web.window import counter

#: Role → its pages. {names} are filled by `play`.
PAGES: dict[str, tuple[str, ...]] = {
    "visitor": (
        "/", "/items/", "/items/?q=食品", "/items/?q=没有这样的事", "/items/?for=enterprise",
        "/items/{licence}/", "/bundles/", "/bundles/?q=没有这件事", "/items/{bundle}/", "/items/{guided}/",
        "/bundles/{bundle}/questions/", "/projects/", "/projects/guide/industrial/",
        "/projects/guide/linear/",
        "/track/", "/verify/", "/verify/?n=x&c=y", "/login/", "/register/", "/help/", "/accessibility/",
    ),
    "li": (
        "/", "/my/", "/my/messages/", "/apply/{plain}/", "/apply/case/{asked}/questions/",
        "/apply/case/{draft}/form/",
        "/apply/case/{draft}/drop/", "/apply/case/{draft}/materials/", "/apply/case/{filled}/check/",
        "/apply/case/{received}/done/",
        "/apply/case/{received}/receipt/", "/cases/{received}/",
        "/cases/{correction}/",
        "/cases/{correction}/supply/", "/cases/{formfix}/supply/", "/cases/{formfix}/supply/form/",
        "/cases/{accepted}/",
        "/cases/{accepted}/withdraw/", "/cases/{suspended}/",
        "/cases/{noticed}/", "/cases/{noticed}/supply/", "/cases/{noticed_food}/",
        "/cases/{noticed}/delivery/",
        "/cases/{delivered}/", "/cases/{delivered}/papers/{paper}/", "/account/",
        "/account/contact/", "/account/corrections/", "/cases/{record_kept}/", "/account/data/",
        "/account/views/",
        "/account/password/", "/account/second-step/", "/account/mandates/new/",
        "/apply/case/{onfile}/materials/", "/apply/case/{reused}/materials/", "/apply/case/{reused}/check/",
        "/my/materials/", "/my/materials/add/", "/my/materials/add/?q=图", "/my/materials/add/?q=没有",
        "/my/materials/uses/", "/my/licences/", "/my/licences/{held}/", "/my/licences/{held}/show/",
        "/apply/{renew}/?licence={held}", "/cases/{granted}/delivery/", "/cases/{posted}/", "/my/promises/",
        "/apply/case/{pledging}/materials/", "/cases/{pledging}/pledge/", "/my/promises/{check}/",
        "/my/promises/{doubted}/", "/my/promises/{untrue}/",
    ),
    "firm": (
        "/cases/{sign_ok}/", "/cases/{sign_person}/", "/projects/", "/projects/new/",
        "/projects/{project}/", "/projects/{project}/print/", "/projects/{project}/begin/design/",
    ),
    "clerk": (
        "/desk/", "/desk/intake/", "/desk/corrections/", "/desk/handout/", "/lead/projects/",
        "/desk/new/", "/desk/accounts/", "/desk/accounts/{person}/", "/desk/accounts/{person}/full/",
        "/desk/cases/{submitted}/", "/desk/cases/{received}/", "/desk/cases/{usedcase}/",
        "/desk/new/{counter}/materials/",
        "/desk/cases/{correction}/", "/desk/cases/{formfix}/",
        "/desk/cases/{collecting}/", "/desk/cases/{noticed}/",
        "/desk/cases/{accepted}/", "/desk/cases/{granted}/", "/desk/cases/{issued}/",
        "/desk/cases/{delivered}/", "/desk/cases/{received}/full/",
        "/desk/cases/{posted}/", "/desk/cases/{sent}/", "/desk/cases/{granted}/delivery/",
        "/desk/new/{person}/", "/desk/cases/{signed_for}/papers/{receipt}/",
        "/desk/requests/", "/desk/requests/{correction_request}/", "/desk/cases/{sign_person}/",
        "/desk/cases/{pledged}/",
    ),
    "officer": (
        "/review/", "/review/?only=soon", "/review/?only=mine", "/review/cases/{accepted}/",
        "/review/cases/{suspended}/", "/review/cases/{delivered}/", "/review/recheck/", "/review/checks/",
        "/review/checks/?show=done", "/review/checks/{check}/", "/review/checks/{doubted}/",
        "/review/checks/{untrue}/", "/review/cases/{added}/", "/review/cases/{sitting}/sitting/",
        "/review/sittings/", "/review/copies/", "/review/waiting/",
    ),
    "head": ("/review/", "/review/cases/{signed}/", "/review/cases/{sitting}/"),
    "health_director": ("/review/copies/", "/review/cases/{added}/"),
    "director": ("/review/cases/{deciding}/",),
    "health": (
        "/review/cases/{collecting_food}/", "/review/cases/{noticed_food}/", "/review/cases/{again_food}/",
    ),
    "keeper": (
        "/catalogue/", "/catalogue/new/", "/catalogue/quality/", "/catalogue/materials/",
        "/catalogue/materials/alike/", "/catalogue/materials/merges/", "/catalogue/materials/M-PLAN/",
        "/catalogue/elements/", "/catalogue/import/", "/catalogue/licences/", "/catalogue/licences/new/",
        "/catalogue/licences/{type}/", "/catalogue/bundles/", "/catalogue/bundles/?q=没有",
        "/catalogue/bundles/new/", "/catalogue/bundles/{bundle}/", "/catalogue/bundles/{bundle}/preview/",
        "/catalogue/bundles/{bundle}/edit/members/", "/catalogue/bundles/{bundle}/edit/basics/",
        "/catalogue/bundles/{bundle}/edit/questions/", "/catalogue/bundles/{guided}/edit/stops/",
        "/catalogue/bundles/{bundle}/edit/faq/", "/catalogue/bundles/{faulty}/edit/members/",
        "/catalogue/bundles/{faulty}/publish/", "/catalogue/bundles/{faulty}/preview/",
        "/catalogue/calendar/2026/", "/catalogue/calendar/2027/", "/catalogue/{licence}/",
        "/catalogue/{licence}/edit/materials/", "/catalogue/{licence}/edit/form/",
        "/catalogue/{licence}/edit/steps/", "/catalogue/{licence}/diff/",
        "/catalogue/{licence}/flights/", "/catalogue/{licence}/edit/basics/",
        "/catalogue/{sign}/edit/instant/", "/catalogue/{licence}/edit/access/",
        "/catalogue/{licence}/edit/conditions/",
        "/catalogue/{licence}/edit/special/", "/catalogue/{licence}/edit/fees/",
        "/catalogue/{licence}/edit/result/", "/catalogue/{licence}/edit/windows/",
        "/catalogue/{licence}/edit/words/", "/catalogue/{plain}/", "/catalogue/{plain}/publish/",
        "/archives/", "/archives/?q=没有这一件", "/archives/due/", "/archives/holds/", "/archives/lists/",
        "/archives/lists/{list}/", "/archives/record/{record_due}/",
    ),
    "supervisor": (
        "/lead/projects/", "/lead/projects/?q=没有", "/lead/projects/{project}/",
        "/watch/", "/watch/cases/", "/watch/cases/?state=delivered", "/watch/cases/{delivered}/",
        "/archives/", "/archives/record/{record_held}/", "/archives/lists/{list}/",
        "/watch/cases/{suspended}/", "/watch/again/", "/watch/instant/", "/watch/cases/{sign_ok}/",
        "/watch/seals/", "/watch/views/", "/watch/cases/{accepted}/full/", "/watch/breaches/",
        "/watch/promises/", "/watch/promises/?show=running", "/watch/promises/?show=untrue",
    ),
    "admin": (
        "/admin/staff/", "/admin/staff/new/", "/admin/staff/0201/", "/admin/departments/",
        "/admin/departments/new/", "/admin/departments/{market}/", "/admin/relay/", "/admin/dead/",
        "/admin/check/", "/admin/seal/", "/admin/seal/uses/", "/admin/seal/replaced/",
        "/admin/seal/replaced/report/",
    ),
    "security": (
        "/admin/staff/", "/admin/staff/0201/", "/admin/staff/0901/", "/admin/staff/0904/", "/admin/seal/",
        "/account/", "/account/second-step/",
    ),
    "audit": (
        "/admin/relay/", "/audit/access/", "/audit/access/?status=5xx", "/audit/access/?day=2026-01-01",
        "/archives/", "/archives/lists/{list}/",
    ),
}  # fmt: skip


def _licence(county: counties.County, now: Any, until: str) -> str:
    """A licence case of 李敏, walked to a point."""
    li, clerk = county["li"], county["clerk"]
    number = actions.open_draft(
        li, counties.LICENCE, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
    ).number
    actions.save(li, number, {"shop_name": "青石面馆", "area": "120"} if until != "draft" else {}, now=now)
    if until == "draft":
        return number
    for code in ("M-PLAN", "M-RULES"):
        actions.attach(li, number, code, None, now=now, how="1")
    steps = (
        ("filled", lambda: None),
        ("submitted", lambda: actions.submit(li, number, now=now)),
        ("received", lambda: actions.receive(clerk, number, now=now)),
        ("accepted", lambda: actions.accept(clerk, number, now=now)),
        ("signed", lambda: actions.opinion(county["officer"], number, verdict="agree", text="", now=now)),
        ("deciding", lambda: actions.opinion(county["head"], number, verdict="agree", text="", now=now)),
        (
            "granted",
            lambda: actions.grant(
                county["director"], number, result_number="JY1", result_from=now.date(), now=now
            ),
        ),
        ("issued", lambda: actions.issue(clerk, number, now=now)),
        ("delivered", lambda: actions.deliver(clerk, number, receiver="李敏", seen="居民身份证", now=now)),
    )
    for name, step in steps:
        step()
        if name == until:
            break
    return number


def _asked(county: counties.County) -> str:
    """A draft of an item that asks one question a page."""
    plain = next(s for s in counties.specs() if s.code == counties.PLAIN)
    where = FieldUse(
        "place_kind", "您的店开在哪里？", FieldType.CHOICE,
        options=(("rent", "租来的房子"), ("own", "自己的房子")),
        question=True, why="租来的房子要交租赁合同。",
    )  # fmt: skip
    contract = MaterialUse(
        "M-RENT", "房屋租赁合同", when={"field": "place_kind", "op": "eq", "value": "rent"}
    )
    spec = replace(plain, code=counties.item_code(9), name="开店登记", form=(where,), materials=(contract,))
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, [spec], effective_from=date(2026, 1, 1), document="云审发〔2026〕2号", now=county.now
        )
    li = county["li"]
    return actions.open_draft(
        li, spec.code, county.parties["li"].pk, channel="2", region=counties.REGION, now=county.now
    ).number


def _library(county: counties.County, now: Any) -> dict[str, str]:
    """What 李敏 gave once and meets again: offered, used online, used at the counter."""
    world.publish(county)
    world.accepted(county)
    made = {"onfile": world.draft(county), "reused": world.draft(county), "usedcase": world.draft(county)}
    for name in ("reused", "usedcase"):
        actions.use_held(county["li"], made[name], "M-PLAN", agreed=True, now=now)
    actions.submit(county["li"], made["usedcase"], now=now)
    actions.receive(county["clerk"], made["usedcase"], now=now)
    made["counter"] = actions.open_draft(
        county["clerk"], world.CLINIC, county.parties["li"].pk, channel="1", region=counties.REGION, now=now
    ).number
    return made


def _licences(county: counties.County, now: Any) -> dict[str, str]:
    """A licence of 李敏, issued by a case, and the item that renews it; results sent and signed for."""
    plain = next(s for s in counties.specs() if s.code == counties.PLAIN)
    renew = replace(
        plain, code=counties.item_code(12), name="信息查询证延续", form=(FieldUse("licence_number", "编号"),)
    )
    issues = replace(
        plain,
        code=counties.item_code(11),
        name="信息查询证",
        steps=(Step("审批", Duty.APPROVE, Role.OFFICER),),
    )
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, [issues, renew], effective_from=date(2026, 1, 1), document="云审发〔2026〕6号", now=now
        )
    licencekit.define(
        now, name="信息查询证", years=1, fields=licencekit.TYPE["fields"][:2],
        items=[[issues.code, "issue"], [renew.code, "renew"]],
    )  # fmt: skip
    li, clerk = county["li"], county["clerk"]
    number = actions.open_draft(
        li, issues.code, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
    ).number
    actions.submit(li, number, now=now)
    actions.receive(clerk, number, now=now)
    actions.accept(clerk, number, now=now)
    actions.grant(county["officer"], number, now=now)
    actions.issue(clerk, number, now=now)
    return {"renew": renew.code, "type": licencekit.CODE,
            "held": str(Licence.objects.get(case_number=number).pk)}  # fmt: skip


def _parcels(county: counties.County, now: Any) -> dict[str, str]:
    """A result to be posted, one on its way, one signed for on the screen."""
    made = {}
    li, clerk = county["li"], county["clerk"]
    for name in ("posted", "sent"):
        made[name] = _licence(county, now, "granted")
        actions.choose_delivery(
            li, made[name], way="post", name="李敏", phone="13800003210", address="云溪县民生路 9 号", now=now
        )
        actions.issue(clerk, made[name], now=now)
    actions.send(clerk, made["sent"], tracking="EMS1234567890", now=now)
    made["signed_for"] = _licence(county, now, "issued")
    kept = vault.keep(clerk, [samples.png()], "signature.png", now=now)
    done = actions.deliver(
        clerk, made["signed_for"], receiver="李敏", seen="居民身份证", signature=kept.digest, now=now
    )
    return {**made, "receipt": done.document}


def _merged(county: counties.County, now: Any) -> None:
    """Seals of two offices that the one seal took the place of."""
    vault.found_seal(
        SYSTEM, "43992601", "云溪县行政审批专用章", counties.MARKET, tuple(kinds()),
        document="云政办〔2026〕1号", now=now,
    )  # fmt: skip
    rows = ((counties.MARKET, "市场监管局审批章", 42), (counties.HEALTH, "卫健局许可章", 9))
    for office, former, items in rows:
        vault.note_replaced(SYSTEM, office, former, date(2026, 11, 1), "云政办〔2026〕1号", items, now=now)


def _drafted(county: counties.County) -> None:
    """A changed draft of the plain item, checked and ready to publish."""
    plain = next(s for s in counties.specs() if s.code == counties.PLAIN)
    changed = replace(plain, summary="查一查登记的信息。", visits=0)
    catalogue.save_draft(SYSTEM, changed.to_dict(), base_version=1, now=county.now)
    catalogue.check(SYSTEM, counties.PLAIN, now=county.now)


def play(county: counties.County) -> dict[str, str]:
    """One case at each point; names for the paths."""
    now = county.now
    points = (
        "draft", "filled", "submitted", "received", "accepted", "signed", "deciding", "granted", "issued",
        "delivered",
    )  # fmt: skip
    made = {point: _licence(county, now, point) for point in points}
    made["correction"] = _licence(county, now, "received")
    actions.ask_correction(
        county["clerk"], made["correction"], reason="看不清", rejected={"M-PLAN": "复印件看不清"}, now=now
    )
    made["formfix"] = _licence(county, now, "received")
    actions.ask_correction(
        county["clerk"], made["formfix"], reason="表填错了", rejected={"M-PLAN": "复印件看不清"},
        fields={"shop_name": "和执照不一致", "area": "和平面图不一致"}, now=now,
    )  # fmt: skip
    made["suspended"] = _licence(county, now, "accepted")
    until = (now + timedelta(days=20)).date()
    actions.pause(
        county["officer"], made["suspended"], kind="testing", reason="抽样送检", planned_end=until, now=now
    )
    made |= joined.play(county, now, _licence)
    made["asked"] = _asked(county)
    made |= _library(county, now)
    made |= _parcels(county, now)
    made |= _licences(county, now)
    made |= instants.play(county, now)
    made |= promises.play(county, now)
    actions.view_personal(
        county["clerk"], made["received"], reason="verify", words="和身份证原件核对", now=now
    )
    actions.view_personal(
        county["officer"], made["accepted"], reason="contact", words="电话约定现场核查的时间", now=now
    )
    _drafted(county)
    bundle_world.publish(county)
    made |= _noticed(county, now)
    bundle_world.guided(county)
    bundle_world.faulty(county)
    kept = {**records.play(county), **projects.play(county)}
    drain(timezone.now())
    sealing.seal_due(timezone.now())
    _merged(county, now)
    paper = CaseDocument.objects.filter(case__number=made["delivered"], kind="acceptance").get().number
    return {
        **made,
        "paper": paper,
        "bundle": bundle_world.SNACKS,
        "guided": bundle_world.GUIDED,
        "faulty": bundle_world.FAULTY,
        "licence": counties.LICENCE,
        "plain": counties.PLAIN,
        "market": counties.MARKET,
        **kept,
        "person": str(county.parties["li"].pk),
    }


def _noticed(county: counties.County, now: Any) -> dict[str, str]:
    """Applications for the bundle: one whose departments collect what is missing, one whose notice is out and
    one that was told a second time."""
    made: dict[str, str] = {}
    for name in ("collecting", "noticed", "again"):
        made[name] = number = notice_world.accepted(county)
        made[f"{name}_food"] = notice_world.member(number, bundle_world.FOOD).number
        at = now + timedelta(minutes=2)
        actions.note_gaps(county["health"], made[f"{name}_food"], rejected=notice_world.PLAN, now=at)
        if name != "collecting":
            actions.send_notice(county["clerk"], number, now=at)
    notice_world.supply(county, made["again"], now + timedelta(minutes=3), "M-PLAN")
    late = now + timedelta(minutes=4)
    actions.note_gaps(
        county["health"], made["again_food"], rejected=notice_world.PLAN, again="现场看了才知道", now=late
    )
    actions.send_notice(county["clerk"], made["again"], now=late)
    return made


def at_counter(county: counties.County) -> dict[str, float]:
    """What a session of the window holds after a search that found 李敏."""
    return {str(county.parties["li"].pk): (timezone.now() + counter.OPEN_FOR).timestamp()}


def client_of(county: counties.County, role: str) -> Client:
    """A client without JavaScript, signed in as this role, with whom it searched; the visitor is nobody."""
    client = Client()
    if role in county.accounts:
        client.force_login(county.accounts[role])
        searched(client, county)
    return client


def searched(client: Client, county: counties.County) -> Client:
    """The same client of somebody signed in, after a search that found 李敏."""
    session = client.session
    session[counter.KEY] = at_counter(county)
    session.save()
    return client


def sign_in(county: counties.County, role: str, base: str) -> list[dict[str, str]]:
    """Cookies of a signed-in session; none for the visitor."""
    if role not in county.accounts:
        return []
    account = county.accounts[role]
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = BY_CODE
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[counter.KEY] = at_counter(county)
    session.save()
    return [{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": base}]
