"""The window sees the applicant's licences; no number is typed where a type draws it; the interface."""

from __future__ import annotations

from collections.abc import Callable

from tests import county as counties
from tests.cases.conftest import reach  # noqa: F401
from tests.vault import licencekit
from tests.web.staff_world import NOW, county, signed_in  # noqa: F401
from yimen.cases.models import Case
from yimen.rules.authority import Actor, holdings_of
from yimen.vault.models import Licence

Reach = Callable[..., Case]


def test_the_window_sees_what_the_applicant_holds(county: counties.County, reach: Reach) -> None:  # noqa: F811
    licencekit.define(NOW)
    case = reach("issued")
    page = signed_in(county, "clerk").get(f"/desk/cases/{case.number}/").content.decode()
    assert Licence.objects.get().number in page
    assert Licence.objects.get().party.id_number not in page


def test_no_number_is_asked_where_a_type_draws_it(county: counties.County, reach: Reach) -> None:  # noqa: F811
    case = reach("opinion2")
    address = f"/review/cases/{case.number}/"
    director = signed_in(county, "director")
    assert 'name="result_number"' in director.get(address).content.decode()
    licencekit.define(NOW)
    page = director.get(address).content.decode()
    assert 'name="result_number"' not in page
    assert "自动生成" in page


def test_the_interface_gives_ones_own(county: counties.County, reach: Reach) -> None:  # noqa: F811
    licencekit.define(NOW)
    reach("issued")
    (one,) = signed_in(county, "li").get("/api/v1/licences").json()["licences"]
    assert one["number"] == Licence.objects.get().number
    assert one["file_ready"] is False
    assert signed_in(county, "wang").get("/api/v1/licences").json() == {"licences": [], "next": ""}


def test_mandates_for_everything_open_the_principals_licences() -> None:
    actor = Actor(account=1, name="王", party=5, acts_for=frozenset({(7, ""), (8, "A")}))
    assert holdings_of(actor) == [5, 7]
    assert holdings_of(Actor(account=2, name="员")) == []
