"""A person asks for name or number to be put right, with a paper; a clerk with the original does it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests import county as counties
from tests.backup.drill import picture
from tests.cases.conftest import NOW, county  # noqa: F401
from yimen.accounts.models import Account
from yimen.parties.models import Party
from yimen.personal import actions, queries
from yimen.personal.models import Correction
from yimen.rules.authority import NotPermitted
from yimen.rules.corrections import (
    AnsweredBefore,
    AskedBefore,
    FactUnknown,
    PaperDiffers,
    ProofWanted,
    ReasonWanted,
    RequestNotFound,
    SameAsNow,
)
from yimen.rules.logins import PapersNotSeen
from yimen.rules.masking import mask_id
from yimen.rules.people import AlreadyRegistered, PartyNotFound
from yimen.trail import queries as trail
from yimen.trail.models import Event
from yimen.vault import actions as vault

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
OTHER = counties.id_number("19800102", 11)
WHY = "登记时录错了一个字"


@pytest.fixture
def now():
    return NOW


def proof(county, who="li") -> int:  # noqa: F811
    return vault.keep(county[who], [picture(3)], "身份证.png", now=NOW).id


def asked(county, fact="name", value="李闽", who="li") -> int:  # noqa: F811
    return actions.ask(county[who], fact, value, WHY, proof(county, who), now=NOW).id


def test_a_name_is_put_right_everywhere_it_is_looked_up(county):  # noqa: F811
    request, party = asked(county), county.parties["li"].pk
    assert [row.id for row in queries.waiting()] == [request]
    done = actions.correct(county["clerk"], request, "李闽", papers_seen=True, now=NOW + timedelta(hours=1))
    assert done.state == "done" and queries.waiting() == []
    assert Party.objects.get(pk=party).name == "李闽"
    assert Account.objects.get(party=party).name == "李闽"
    kinds = [row.kind for row in trail.history(f"party:{party}")]
    assert kinds[-3:] == ["correction.requested", "party.changed", "correction.answered"]
    (mine,) = queries.of_party(party)
    assert (str(mine.state), mine.answered_by) == ("done", "staff:0101")


def test_a_number_is_put_right_and_never_enters_the_trail(county):  # noqa: F811
    request, party = asked(county, "number", OTHER), county.parties["li"].pk
    Party.objects.filter(pk=party).update(warning="校验位不对")
    actions.correct(county["clerk"], request, OTHER, papers_seen=True, now=NOW)
    found = Party.objects.get(pk=party)
    assert (found.id_number, found.warning) == (OTHER, "")
    assert Party.objects.get(id_number=OTHER).pk == party, "and is found by it"
    written = json.dumps(list(Event.objects.values_list("data", flat=True)), ensure_ascii=False)
    assert OTHER not in written and mask_id(OTHER) in written


def test_the_clerk_reads_it_off_the_original(county):  # noqa: F811
    request = asked(county)
    with pytest.raises(PapersNotSeen):
        actions.correct(county["clerk"], request, "李闽", papers_seen=False, now=NOW)
    with pytest.raises(PaperDiffers):
        actions.correct(county["clerk"], request, "李敏", papers_seen=True, now=NOW)
    for other in ("keeper", "admin", "officer", "wang"):
        with pytest.raises(NotPermitted):
            actions.correct(county[other], request, "李闽", papers_seen=True, now=NOW)
    assert Party.objects.get(pk=county.parties["li"].pk).name == "李敏"


def test_a_number_of_somebody_else_is_refused(county):  # noqa: F811
    request = asked(county, "number", county.parties["wang"].id_number)
    with pytest.raises(AlreadyRegistered):
        actions.correct(county["clerk"], request, county.parties["wang"].id_number, papers_seen=True, now=NOW)


def test_a_refusal_says_why_and_the_person_reads_it(county):  # noqa: F811
    request = asked(county)
    with pytest.raises(ReasonWanted):
        actions.decline(county["clerk"], request, " ", now=NOW)
    actions.decline(county["clerk"], request, "身份证上就是李敏", now=NOW)
    (mine,) = queries.of_party(county.parties["li"].pk)
    assert (str(mine.state), mine.answer) == ("declined", "身份证上就是李敏")
    with pytest.raises(AnsweredBefore):
        actions.correct(county["clerk"], request, "李闽", papers_seen=True, now=NOW)


def test_one_request_for_a_fact_at_a_time_and_it_may_be_taken_back(county):  # noqa: F811
    request = asked(county)
    with pytest.raises(AskedBefore):
        asked(county)
    with pytest.raises(RequestNotFound):
        actions.withdraw(county["wang"], request, now=NOW)
    actions.withdraw(county["li"], request, now=NOW)
    assert asked(county) != request


def test_an_enterprise_corrects_its_legal_representative(county):  # noqa: F811
    request = asked(county, "legal_person", "王小草", who="firm")
    actions.correct(county["clerk"], request, "王小草", papers_seen=True, now=NOW)
    assert Party.objects.get(pk=county.parties["firm"].pk).legal_person == "王小草"


def test_what_is_asked_wrongly_changes_nothing(county):  # noqa: F811
    mine, kept = county["li"], proof(county)
    for words, why in (
        (("phone", "13900001111", WHY, kept), FactUnknown),
        (("name", "李敏", WHY, kept), SameAsNow),
        (("name", "李闽", "短", kept), ReasonWanted),
        (("name", "李闽", WHY, None), ProofWanted),
        (("name", "李闽", WHY, proof(county, "wang")), ProofWanted),
        (("name", "李闽", WHY, 99999), ProofWanted),
    ):
        with pytest.raises(why):
            actions.ask(mine, *words, now=NOW)
    with pytest.raises(PartyNotFound):
        actions.ask(county["clerk"], "name", "李闽", WHY, kept, now=NOW)
    with pytest.raises(RequestNotFound):
        actions.decline(county["clerk"], 999, "没有这一件", now=NOW)
    assert not Correction.objects.exists()


def test_sent_twice_it_is_asked_once(county):  # noqa: F811
    kept, once = proof(county), "the-same-form-sent-twice"
    made = {actions.ask(county["li"], "name", "李闽", WHY, kept, now=NOW, once=once).id for _ in "ab"}
    assert len(made) == 1 == Correction.objects.count()


def test_the_paper_is_for_its_owner_and_for_clerks_while_it_waits(county):  # noqa: F811
    request = asked(county)
    key = Correction.objects.get(pk=request).proof.key
    who = ("li", "wang", "clerk", "officer", "keeper", "supervisor")
    may = {name: queries.may_open_file(county[name], key) for name in who}
    assert may == {"li": True, "clerk": True} | dict.fromkeys(
        ("wang", "officer", "keeper", "supervisor"), False
    )
    actions.withdraw(county["li"], request, now=NOW)
    assert queries.may_open_file(county["li"], key) and not queries.may_open_file(county["clerk"], key)
