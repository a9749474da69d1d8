"""The cases that must be there for the pages of the gate: one at each point, each by acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from tests import bundle_world, notice_world, samples
from tests import county as counties
from tests import library_world as world
from tests.vault import licencekit
from yimen.cases import actions
from yimen.catalogue import actions as catalogue
from yimen.rules.authority import SYSTEM
from yimen.rules.item import FieldUse, MaterialUse, Step
from yimen.rules.seals import kinds
from yimen.rules.terms import Duty, FieldType, Role
from yimen.vault import actions as vault
from yimen.vault.models import Licence


def licence(county: counties.County, now: Any, until: str) -> str:
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


def asked(county: counties.County) -> str:
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


def library(county: counties.County, now: Any) -> dict[str, str]:
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


def licences(county: counties.County, now: Any) -> dict[str, str]:
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


def parcels(county: counties.County, now: Any) -> dict[str, str]:
    """A result to be posted, one on its way, one signed for on the screen."""
    made = {}
    li, clerk = county["li"], county["clerk"]
    for name in ("posted", "sent"):
        made[name] = licence(county, now, "granted")
        actions.choose_delivery(
            li, made[name], way="post", name="李敏", phone="13800003210", address="云溪县民生路 9 号", now=now
        )
        actions.issue(clerk, made[name], now=now)
    actions.send(clerk, made["sent"], tracking="EMS1234567890", now=now)
    made["signed_for"] = licence(county, now, "issued")
    kept = vault.keep(clerk, [samples.png()], "signature.png", now=now)
    done = actions.deliver(
        clerk, made["signed_for"], receiver="李敏", seen="居民身份证", signature=kept.digest, now=now
    )
    return {**made, "receipt": done.document}


def merged(county: counties.County, now: Any) -> None:
    """Seals of two offices that the one seal took the place of."""
    vault.found_seal(
        SYSTEM, "43992601", "云溪县行政审批专用章", counties.MARKET, tuple(kinds()),
        document="云政办〔2026〕1号", now=now,
    )  # fmt: skip
    rows = ((counties.MARKET, "市场监管局审批章", 42), (counties.HEALTH, "卫健局许可章", 9))
    for office, former, items in rows:
        vault.note_replaced(SYSTEM, office, former, date(2026, 11, 1), "云政办〔2026〕1号", items, now=now)


def drafted(county: counties.County) -> None:
    """A changed draft of the plain item, checked and ready to publish."""
    plain = next(s for s in counties.specs() if s.code == counties.PLAIN)
    changed = replace(plain, summary="查一查登记的信息。", visits=0)
    catalogue.save_draft(SYSTEM, changed.to_dict(), base_version=1, now=county.now)
    catalogue.check(SYSTEM, counties.PLAIN, now=county.now)


def noticed(county: counties.County, now: Any) -> dict[str, str]:
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
