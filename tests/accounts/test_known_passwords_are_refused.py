"""A new password stands in no list of leaked ones and is more than the words of this place with figures."""

from __future__ import annotations

import pytest

from tests import county as counties
from tests.web.staff_world import NOW
from yimen.accounts import actions, known
from yimen.accounts.models import Account
from yimen.rules import passwords
from yimen.rules.password_words import WORDS
from yimen.rules.passwords import Owner, WeakPassword, made_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]
#: Of ten characters and three kinds: the policy alone would let them through.
LEAKED = (
    "Password123!",
    "Qwerty12345!",
    "P@ssw0rd1234",
    "Aa123456789",
    "Zhang123456",
    "Woaini1314520",
    "Admin@123456",
)
LOCAL = (
    "Yunxi@2026!!", "YUNXI-2026-yx", "Yimen@20261126", "Zhengwu#2026", "yunxixian.2026.A", "Shenpi-2026-Ab",
    "Xingzheng2026!", "云溪县政务服务网2026", "云溪政务Aa1234567", "Y1men-2026-Zwfw", "Testserver#2026",
)  # fmt: skip
GOOD = (
    "yunxi-2026-mima",
    "Heshui-liu-2026",
    "再输一次的密码-a26",
    "correct horse battery 9",
    "Yunxi-planted-2026!",
)


def refused(county: counties.County, password: str) -> str:
    """What registering with this password is told; "" where it is taken."""
    number = counties.id_number("19930303", 555)
    try:
        actions.register(actions.VISITOR, "18811112222", "赵小田", number, password, now=county.now)
    except WeakPassword as error:
        return str(error)
    return ""


@pytest.fixture
def county() -> counties.County:
    return counties.build(NOW)


@pytest.mark.parametrize("password", LEAKED)
def test_what_leaked_before_is_refused_though_it_has_three_kinds(county, password):
    fine = passwords.problems(password, Owner(), common=False, used=False, words=())
    assert fine == [], "nothing else is wrong with it"
    assert "太常见" in refused(county, password)
    account = county.accounts["li"]
    account.set_password("heshui-2026-Liu")
    account.save()
    with pytest.raises(WeakPassword):
        actions.change_password(county["li"], "heshui-2026-Liu", password, now=county.now)


@pytest.mark.parametrize("password", LOCAL)
def test_words_of_this_place_alone_make_no_password(county, password, settings):
    settings.ALLOWED_HOSTS = ["zwfw.testserver.example"]
    assert made_of(password, known.words()), sorted(known.words())
    assert "单位、系统的名字" in refused(county, password)


@pytest.mark.parametrize("password", GOOD)
def test_a_word_of_this_place_beside_others_does(county, password):
    assert refused(county, password) == ""
    assert Account.objects.filter(name="赵小田").count() == 1


def test_the_lists_are_on_this_machine(monkeypatch):
    def nobody(*_: object, **__: object) -> None:
        raise AssertionError("somebody is asked about a password")

    monkeypatch.setattr("socket.socket.connect", nobody)
    assert known.is_common("Password123!") and known.is_common("P@ssw0rd1234")
    assert not known.is_common("heshui-2026-Liu")


def test_odd_text_is_judged_and_never_breaks():
    for text in ("", "x", "\ud800" * 12, "\x00" * 20, "云" * 200, "a" * 5000, " " * 30):
        assert known.is_common(text) in {True, False}
        assert made_of(text, WORDS) is False


def test_the_site_names_its_own_words(settings):
    settings.SITE_NAME, settings.SITE_CENTRE = "清石区政务服务网", "清石区政务服务中心"
    settings.ALLOWED_HOSTS = ["zw.qingshi.gov.example"]
    assert {"清石", "qingshi", "yimen", "zhengwu"} <= known.words()
    assert "yunxi" not in known.words()
