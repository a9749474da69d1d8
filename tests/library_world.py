"""The small county with one item more, of the other department, that asks for the same materials."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from tests import county as counties
from tests import samples
from yimen.cases import actions
from yimen.catalogue import actions as catalogue
from yimen.config.worker import drain
from yimen.rules.authority import SYSTEM
from yimen.rules.item import ItemSpec, Limit, MaterialUse, Step
from yimen.rules.terms import Audience, Duty, MaterialKind, Need, Role
from yimen.vault import actions as vault

CLINIC = counties.item_code(31, counties.HEALTH)
AGAIN = counties.item_code(32)


def clinic(code: str = CLINIC, owner: str = counties.HEALTH) -> ItemSpec:
    """Asks for the plan and the rules that the food licence asks for too, and a form."""
    return ItemSpec(
        code=code, name="公共场所卫生许可", department=owner, promise=Limit(5), legal=Limit(20),
        audiences=(Audience.PERSON,), person_topics=("开店经营",),
        materials=(
            MaterialUse("M-PLAN", "平面布局图"),
            MaterialUse("H-RULES", "食品安全制度（复印件）", need=Need.OPTIONAL),
            MaterialUse("M-FORM", "申请表", kind=MaterialKind.FORM, need=Need.OPTIONAL),
        ),
        steps=(Step("审批", Duty.APPROVE, Role.OFFICER),),
    )  # fmt: skip


def publish(county: counties.County) -> None:
    """The item of the health office, and a twin of it of the market office."""
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, [clinic(), clinic(AGAIN, counties.MARKET)], effective_from=date(2026, 1, 1),
            document="云审发〔2026〕2号", now=county.now,
        )  # fmt: skip


def upload(county: counties.County, number: str, code: str, n: int = 0, who: str = "li") -> int:
    """One file for one material; the id of the stored file."""
    kept = vault.keep(county[who], [samples.pdf(n)], f"{code}.pdf", now=county.now)
    actions.attach(county[who], number, code, kept.id, now=county.now)
    return kept.id


def accepted(county: counties.County, n: int = 0, checked: tuple[str, ...] = ("M-PLAN",)) -> str:
    """A food licence of 李敏 with two files, accepted; `checked` conform. Reactions have run."""
    number = draft(county, counties.LICENCE)
    actions.save(county["li"], number, {"shop_name": "青石面馆", "area": "120"}, now=county.now)
    upload(county, number, "M-PLAN", n)
    upload(county, number, "M-RULES", n + 1000)
    actions.submit(county["li"], number, now=county.now)
    actions.receive(county["clerk"], number, now=county.now)
    found = {code: ("accepted", "") for code in checked}
    actions.check_materials(county["clerk"], number, found, now=county.now)
    actions.accept(county["clerk"], number, now=county.now)
    drain(county.now)
    return number


def draft(county: counties.County, item: str = CLINIC, who: str = "li") -> str:
    """An open draft of one's own."""
    return actions.open_draft(
        county[who], item, county.parties[who].pk, channel="2", region=counties.REGION, now=county.now
    ).number
