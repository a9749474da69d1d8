"""网上账号 at the window: who is there is found, gets an account or a new password, and it is on record."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from tests import county as counties
from tests.web import staffkit
from yimen.accounts import queries as accounts
from yimen.accounts.models import Account
from yimen.parties.models import Party
from yimen.rules.codes import credit_check
from yimen.trail import queries as trail
from yimen.trail.models import Once

pytestmark = [pytest.mark.django_db(transaction=True)]

HOME, NEW = "/desk/accounts/", "/desk/accounts/new/"
PHONE, PASSWORD = "19911112222", "qingshi-dian-2026"
_BODY = "91439926MA0000077"
FIRM = {
    "kind": "enterprise", "name": "云溪县白泉茶厂", "number": _BODY + credit_check(_BODY), "legal": "白泉",
    "phone": PHONE,
}  # fmt: skip
TWICE = {"password": PASSWORD, "again": PASSWORD, "seen": "yes"}


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> staffkit.Hall:
    return staffkit.open_hall(monkeypatch)


def _stranger(hall: staffkit.Hall, **more: Any) -> Party:
    """A person whom the counter registered, without an account."""
    facts = {"phone": "19933334444", **more}
    return Party.objects.create(
        kind="person", name="周禾", id_number=counties.id_number("19700707", 7), created_at=hall.now, **facts
    )


def _of(party: int) -> str:
    return f"{HOME}{party}/"


def _at(hall: staffkit.Hall, party: int) -> str:
    """The address of a party, after the search that opens it."""
    hall.post("clerk", HOME, {"q": Party.objects.get(pk=party).id_number})
    return _of(party)


def _told(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422
    return dict(answer.context["err"])


# --- finding ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("by", ["number", "phone", "login"])
def test_somebody_is_found_by_exact_number_telephone_or_login(hall: staffkit.Hall, by: str) -> None:
    li = hall.county.parties["li"]
    if by == "login":
        Party.objects.filter(pk=li.pk).update(phone="19955556666")
    text = li.id_number if by == "number" else "199 0000 0001"
    answer = hall.post("clerk", HOME, {"q": text})
    assert answer.url == _of(li.pk)
    page = hall.get("clerk", answer.url).content.decode()
    assert "李*" in page and "199****0001" in page
    assert "李敏" not in page and li.id_number not in page and "19900000001" not in page


def test_several_with_one_telephone_are_listed_masked(hall: staffkit.Hall) -> None:
    other = _stranger(hall, phone="19900000001")
    page = hall.post("clerk", HOME, {"q": "19900000001"}).content.decode()
    assert _of(other.pk) in page and _of(hall.county.parties["li"].pk) in page
    assert "周*" in page and "周禾" not in page


def test_an_empty_search_says_what_to_write(hall: staffkit.Hall) -> None:
    assert "q" in _told(hall.post("clerk", HOME, {"q": " "}))


# --- opening ----------------------------------------------------------------------------------------------
def test_a_firm_nobody_knows_is_entered_and_signs_in(hall: staffkit.Hall) -> None:
    page = hall.post("clerk", HOME, {"q": FIRM["number"]})
    assert page.context["unknown"] and page.context["typed"]["kind"] == "enterprise"
    answer = hall.post("clerk", NEW, {**FIRM, **TWICE})
    assert answer.status_code == 302 and "199****2222" in hall.get("clerk", HOME).content.decode()
    party = Party.objects.get(id_number=FIRM["number"])
    assert (party.kind, party.legal_person, party.phone) == ("enterprise", "白泉", PHONE)
    assert authenticate(login=PHONE, password=PASSWORD) is not None


def test_a_known_person_gets_an_account_with_another_telephone(hall: staffkit.Hall) -> None:
    party = _stranger(hall)
    answer = hall.post("clerk", _at(hall, party.pk), {"do": "open", "phone": PHONE, **TWICE})
    assert answer.status_code == 302
    account = Account.objects.get(party_id=party.pk)
    assert (account.login, account.name) == (PHONE, "周禾")
    party.refresh_from_db()
    assert party.phone == "19933334444"
    row = trail.history(f"account:{account.pk}")[0]
    assert (row.kind, row.actor, row.data["papers"]) == ("account.opened", "staff:0101", "seen")


def test_a_known_firm_is_asked_for_its_legal_person_only_where_it_is_not_on_file(hall: staffkit.Hall) -> None:
    known = Party.objects.create(
        kind="enterprise", name="云溪县白泉茶厂", id_number=FIRM["number"], created_at=hall.now
    )
    assert 'name="legal"' in hall.get("clerk", _at(hall, known.pk)).content.decode()
    assert "法定代表人" in _told(hall.post("clerk", _at(hall, known.pk), {"phone": PHONE, **TWICE}))["legal"]
    answer = hall.post("clerk", _at(hall, known.pk), {"phone": PHONE, "legal": "白泉", **TWICE})
    assert answer.status_code == 302
    known.refresh_from_db()
    assert (known.legal_person, known.phone) == ("白泉", PHONE)
    Account.objects.filter(party=known).delete()
    page = hall.get("clerk", _at(hall, known.pk)).content.decode()
    assert 'name="legal"' not in page and "白泉</" not in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "both"}, "kind"),
        ({"name": ""}, "name"),
        ({"number": "914399"}, "number"),
        ({"legal": " "}, "legal"),
        ({"phone": "123"}, "phone"),
        ({"phone": "19900000001"}, "phone"),
        ({"password": ""}, "password"),
        ({"password": "1234567890", "again": "1234567890"}, "password"),
        ({"again": "another-2026-x"}, "again"),
        ({"seen": ""}, "seen"),
        ({"name": "别的厂", "number": counties.credit_code(900)}, "number"),
    ],
)
def test_what_is_wrong_is_told_at_its_box_and_opens_nothing(
    hall: staffkit.Hall, change: dict[str, str], field: str
) -> None:
    before = Account.objects.count()
    answer = hall.post("clerk", NEW, {**FIRM, **TWICE, **change})
    assert field in _told(answer)
    page = answer.content.decode()
    assert PASSWORD not in page and f'id="f-{field}"' in page
    assert Account.objects.count() == before and not Party.objects.filter(id_number=FIRM["number"]).exists()


def test_who_has_an_account_gets_no_second(hall: staffkit.Hall) -> None:
    li = hall.county.parties["li"]
    data = {"kind": "person", "name": "李敏", "number": li.id_number, "phone": PHONE, **TWICE}
    assert "已经开通过账号" in str(_told(hall.post("clerk", NEW, data)))
    assert "已经开通过账号" in str(
        _told(hall.post("clerk", _at(hall, li.pk), {"do": "open", "phone": PHONE, **TWICE}))
    )


def test_a_double_press_opens_one_account(hall: staffkit.Hall) -> None:
    data = {**FIRM, **TWICE, "once": "o" * 20}
    assert [hall.post("clerk", NEW, data).status_code for _ in range(2)] == [302, 302]
    assert Account.objects.filter(login=PHONE).count() == 1
    kept = str(list(Once.objects.values()))
    assert PASSWORD not in kept and FIRM["number"] not in kept


# --- resetting --------------------------------------------------------------------------------------------
def test_a_forgotten_password_is_reset_and_other_sessions_end(hall: staffkit.Hall) -> None:
    li = hall.county.parties["li"]
    assert hall.get("li", "/my/").status_code == 200
    assert hall.post("clerk", _at(hall, li.pk), {"do": "reset", **TWICE}).status_code == 302
    assert "199****0001" in hall.get("clerk", HOME).content.decode()
    assert authenticate(login="19900000001", password=PASSWORD) is not None
    assert hall.get("li", "/my/").status_code == 302
    row = trail.history(f"account:{hall.county.accounts['li'].pk}")[-1]
    assert (row.kind, row.actor) == ("account.password_changed", "staff:0101")
    assert row.data == {"act": "reset", "papers": "seen"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"seen": ""}, "seen"),
        ({"again": "other-2026-mima"}, "again"),
        ({"password": "1", "again": "1"}, "password"),
    ],
)
def test_without_papers_or_with_a_bad_password_nothing_is_reset(
    hall: staffkit.Hall, change: dict[str, str], field: str
) -> None:
    answer = hall.post("clerk", _at(hall, hall.county.parties["li"].pk), {"do": "reset", **TWICE, **change})
    assert field in _told(answer)
    assert authenticate(login="19900000001", password=counties.PASSWORD) is not None


def test_a_second_password_after_going_back_is_the_one_that_holds(hall: staffkit.Hall) -> None:
    path, once = _at(hall, hall.county.parties["li"].pk), "r" * 20
    for password in (PASSWORD, "second-one-2026"):
        data = {"do": "reset", "password": password, "again": password, "seen": "yes", "once": once}
        assert hall.post("clerk", path, data).status_code == 302
    assert authenticate(login="19900000001", password="second-one-2026") is not None


def test_a_closed_account_is_not_reset(hall: staffkit.Hall) -> None:
    li = hall.county.parties["li"]
    Account.objects.filter(party=li).update(is_active=False)
    page = hall.get("clerk", _at(hall, li.pk)).content.decode()
    assert "停用" in page and 'name="password"' not in page
    assert _told(hall.post("clerk", _at(hall, li.pk), {"do": "reset", **TWICE}))
    found = accounts.account_of_party(li.pk)
    assert found is not None and not found.active


# --- who may ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["li", "firm", "officer", "director", "keeper", "supervisor", "admin"])
def test_only_the_window_has_these_pages(hall: staffkit.Hall, who: str) -> None:
    path = _at(hall, hall.county.parties["wang"].pk)
    assert [hall.get(who, one).status_code for one in (HOME, path)] == [403, 403]
    assert [hall.post(who, one, {"do": "reset", **FIRM, **TWICE}).status_code for one in (NEW, path)] == [
        403,
        403,
    ]
    assert authenticate(login="19900000002", password=counties.PASSWORD) is not None


def test_nobody_signed_in_is_asked_to_sign_in(hall: staffkit.Hall) -> None:
    assert Client().get(HOME).url == "/login/?next=%2Fdesk%2Faccounts%2F"


def test_a_form_from_elsewhere_is_refused(hall: staffkit.Hall) -> None:
    assert hall.get("clerk", NEW).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(hall.county.accounts["clerk"])
    assert strict.post(NEW, {**FIRM, **TWICE}).status_code == 403


def test_the_menu_leads_here_and_the_page_is_drawn_in_english_too(hall: staffkit.Hall) -> None:
    assert f'href="{HOME}"' in hall.get("clerk", "/desk/").content.decode()
    hall.client("clerk").cookies["lang"] = "en"
    assert 'lang="en"' in hall.get("clerk", HOME).content.decode()
