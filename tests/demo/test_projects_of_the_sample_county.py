"""The sample projects: sound routes for each class, and five roads lived through the real acts."""

from __future__ import annotations

import random

import pytest
from django.utils import timezone

from yimen.cases.models import Case
from yimen.demo import build, county, projects, stories
from yimen.projects import queries
from yimen.projects.models import Project
from yimen.rules import bundle as bundles
from yimen.rules.authority import SYSTEM
from yimen.rules.bundle import BundleSpec, Part
from yimen.rules.projects import Funding, ProjectKind, Stage, Step, promised, stages_of
from yimen.rules.terms import State

SPECS = {one.code: one for one in county.item_specs()}
BUNDLES = {one["code"]: BundleSpec.from_dict(one) for one in county.bundles()}
TOLD = county.projects()


@pytest.mark.parametrize("kind", list(ProjectKind))
def test_each_stage_has_a_bundle_that_keeps_what_is_promised(kind: ProjectKind) -> None:
    routed = {one["stage"]: one["item"] for one in TOLD["routes"] if one["kind"] == kind}
    for stage in stages_of(kind):
        spec = BUNDLES[routed[stage]]
        parts = [Part(member, SPECS[member.item]) for member in spec.members]
        assert bundles.compile_plan(spec, parts).schedule.days <= promised(kind).days[stage]


def test_what_runs_beside_is_an_item_of_the_county() -> None:
    lines = [one for one in TOLD["routes"] if one["stage"] == Stage.LINE]
    assert lines and all(one["item"] in SPECS for one in lines)


@pytest.mark.slow
@pytest.mark.django_db
def test_five_projects_are_lived_through_the_real_acts() -> None:
    now = timezone.now()
    for name, step in build.STEPS:
        if name != "印章":
            step(now)
    assert projects.tell_all(stories.cast(), now, random.Random(11)) == len(projects.PLAYS)
    roads = {
        one.code: queries.project_page(SYSTEM, one.code, now=now) for one in Project.objects.order_by("pk")
    }
    second, quick, built, pipe, school = roads.values()
    assert second.road.stages[0].step is Step.DONE
    assert second.road.current is not None and second.road.current.step is Step.RUNNING
    assert quick.road.done == 3 and built.road.over
    for page, done, items in ((pipe, 2, {"GC-401", "GC-402"}), (school, 1, {"GC-501"})):
        assert page.funding is Funding.GOVERNMENT and page.road.done == done
        assert {one.item for one in page.stages if one.along.step is Step.DONE} == items
        assert page.road.current is not None and page.road.current.step is Step.RUNNING
    approved = {one.title for one in school.stages[0].application.members}
    assert "政府投资项目可行性研究报告审批" in approved and "企业投资项目备案" not in approved
    for page in roads.values():
        assert page.lived.ours <= page.promised.total and page.manager is not None
        assert page.lived.total == page.lived.ours + page.lived.applicant + page.lived.waiting
    assert Case.objects.filter(parent__isnull=False, state=State.DELIVERED).count() >= 9
