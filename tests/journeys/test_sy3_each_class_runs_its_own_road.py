"""SY3: six classes of construction project: the class chosen on the form leads to its own stages, its own
bundles and its own promised days, whoever pays for it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.journeys import people
from tests.journeys.sample_county import build_county
from yimen.cases.models import Case
from yimen.demo import build
from yimen.projects.models import Project
from yimen.rules.projects import ProjectKind, promised

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
#: Class, code, name, who pays, what its first stage is and has, the whole in working days.
CHOSEN = (
    ("linear", "2026-439926-78-01-000201", "桥头路排水管线", "government", "市政线性工程立项用地规划许可",
     "政府投资项目可行性研究报告审批", 53),
    ("public", "2026-439926-83-01-000202", "云溪县图书馆新馆", "government",
     "政府投资公共建筑立项用地规划许可", "政府投资项目可行性研究报告审批", 90),
    ("industrial", "2026-439926-13-03-000203", "小满食品三期厂房", "social", "工业项目立项用地规划许可",
     "企业投资项目备案", 25),
    ("small", "2026-439926-47-03-000204", "小满食品门市", "social", "小型社会投资项目从立项到施工",
     "建筑工程施工许可", 19),
    ("other", "2026-439926-76-01-000205", "云溪河护岸", "government", "其他工程立项用地规划许可",
     "企业投资项目备案", 120),
)  # fmt: skip


def _register(firm: people.Someone, kind: str, code: str, name: str, funding: str) -> None:
    firm.go(reverse("project-new"))
    typed = {"code": code, "name": name, "place": "云溪县云溪镇", "land_area": "900", "build_area": "300",
             "investment": "9000000"}  # fmt: skip
    for box, value in typed.items():
        firm.page.fill(f"main [name={box}]", value)
    for box, value in {"kind": kind, "funding": funding, "lane": "standard"}.items():
        firm.page.check(f"main input[name={box}][value={value}]")
    firm.press("登记")


def _first_stage(firm: people.Someone, bundle: str, member: str, days: int) -> str:
    """What the road and the guide of its first stage say; the number of its application."""
    assert firm.sees(f"{days} 个工作日")
    firm.follow("看看要准备什么")
    assert firm.sees(bundle) and firm.sees(member)
    firm.press("开始办")
    return str(firm.page.url.split("/case/")[1].split("/")[0])


def test_the_class_that_is_chosen_leads_to_its_route(chromium, live_server):
    county = build_county(chromium, live_server.url)
    with county.at(build.FIRM_LOGIN) as firm:
        for kind, code, name, funding, bundle, member, days in CHOSEN:
            _register(firm, kind, code, name, funding)
            assert promised(ProjectKind(kind)).total == days
            number = _first_stage(firm, bundle, member, days)
            case = Case.objects.get(number=number)
            assert case.title == bundle
            assert case.answers["funds_source"] == {"government": "government", "social": "private"}[funding]
    assert Project.objects.count() == len(CHOSEN)


def test_who_pays_must_fit_the_class(chromium, live_server):
    county = build_county(chromium, live_server.url)
    with county.at(build.FIRM_LOGIN) as firm:
        _register(firm, "public", "2026-439926-83-01-000206", "云溪县体育馆", "social")
        assert firm.sees("“政府投资公共建筑”和“社会投资”对不上")
    assert not Project.objects.exists()
