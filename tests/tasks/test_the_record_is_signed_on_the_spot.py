"""The record on site: signed on the screen, on paper, or refused with a reason and who saw it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from pypdf import PdfReader

from tests import samples
from tests import task_world as world
from tests.county import County
from tests.task_world import WHO, at
from yimen.config.worker import drain
from yimen.rules.delivery import BadSignature
from yimen.rules.tasks.terms import PersonRole, Signed, TaskPaper
from yimen.rules.tasks.visits import SignedYetRefused, WitnessOfNothing
from yimen.tasks import actions
from yimen.tasks.models import Paper, Person
from yimen.vault import actions as vault
from yimen.vault import queries as kept

SITE = at(2) + timedelta(minutes=20)


@pytest.fixture
def task(county: County) -> int:
    """A visit of five departments that all agreed, waiting for the signatures."""
    made = world.on_site(county, world.apply(county))
    for who in WHO.values():
        actions.say(county[who], made, saying="agree", text="", now=SITE)
    return made


def _sign(county: County, task: int, **more: str) -> Paper:
    facts = {"signed": "signed", "words": ""} | more
    actions.sign_off(county["officer"], task, now=SITE, **facts)
    drain(SITE)
    return world.of(task).papers.get(kind=TaskPaper.RECORD)


def _drawing(county: County, content: bytes | None = None, who: str = "officer") -> str:
    return vault.keep(county[who], [content or samples.png(7)], "signature.png", now=SITE).digest


def test_what_was_drawn_stands_on_the_record(county: County, task: int) -> None:
    digest = _drawing(county)
    paper = _sign(county, task, signature=digest)
    mine = Person.objects.select_related("drawn").get(task=task, role=PersonRole.APPLICANT)
    assert (mine.signed, mine.drawn.digest) == (Signed.SIGNED, digest)
    assert paper.data["drawn"] == [["李敏", digest]]
    with kept.open_digest(paper.pdf.digest) as content:
        pdf = PdfReader(content)
        text = "".join(page.extract_text() for page in pdf.pages)
        pictures = [one for page in pdf.pages for one in page.images]
    assert "李敏（签名）" in text and len(pictures) == 1


def test_signed_on_paper_nothing_is_drawn(county: County, task: int) -> None:
    assert _sign(county, task).data["drawn"] == []
    assert Person.objects.get(task=task, role=PersonRole.APPLICANT).drawn is None


def test_a_refusal_is_noted_with_its_reason_and_who_saw_it(county: County, task: int) -> None:
    paper = _sign(county, task, signed="refused", words="不认可第 2 条", witness="赵田")
    told = dict(paper.data["signers"])
    assert told["申请人一方"] == "李敏 拒绝签字：不认可第 2 条"
    assert told["见证人"] == "赵田 已签字"


def test_what_contradicts_itself_is_refused(county: County, task: int) -> None:
    pdf = vault.keep(county["officer"], [samples.pdf()], "a.pdf", now=SITE).digest
    wrong = [
        ({"signed": "refused", "words": "不认", "signature": _drawing(county)}, SignedYetRefused),
        ({"witness": "赵田"}, WitnessOfNothing), ({"signature": pdf}, BadSignature),
        ({"signature": _drawing(county, samples.png(9), "fire")}, BadSignature),
    ]  # fmt: skip
    for facts, refusal in wrong:
        with pytest.raises(refusal):
            _sign(county, task, **facts)
    assert world.of(task).papers.filter(kind=TaskPaper.RECORD).count() == 0


def test_the_picture_goes_with_the_case(county: County, task: int) -> None:
    _sign(county, task, signature=_drawing(county))
    number = world.of(task).case.number
    file = Person.objects.get(task=task, role=PersonRole.APPLICANT).drawn_id
    with transaction.atomic():
        assert file in actions.erase(number)
    assert not Person.objects.filter(task=task).exists()
