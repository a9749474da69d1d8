"""What a sign-in platform's claims are worth: levels, who it is, what follows, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimen.rules import identity
from yimen.rules.codes import id_check
from yimen.rules.identity import (
    CLAIMS,
    ClaimContradicts,
    ClaimsMissing,
    IdentityClosed,
    LastWayIn,
    Level,
    LevelTooLow,
    LinkedElsewhere,
    OnFile,
    Told,
    Way,
)

TODAY = date(2026, 11, 26)
NUMBER = "43992119850315123" + id_check("43992119850315123")
OTHER = "43992119900715246" + id_check("43992119900715246")
GOOD = {
    "sub": "u-1", "name": "李小敏", "id_number": NUMBER, "user_real_lvl": "3",
    "phone_number": "+86 13800003210", "email": "li@example.org", "email_verified": True,
}  # fmt: skip
TOLD = Told("u-1", "李小敏", NUMBER, Level.REAL_PERSON, "13800003210")
MINE = OnFile(7, True, "李小敏", NUMBER)
CLERK = OnFile(9, True, "李小敏", staff=True)


def read(**claims: object) -> Told:
    return identity.read({**GOOD, **claims}, CLAIMS, TODAY, "省平台")


def test_good_claims_are_read() -> None:
    assert read() == TOLD
    assert read(name=" 李小敏 ", id_number=NUMBER.lower()).name == "李小敏"


@pytest.mark.parametrize(
    ("said", "level"),
    [("1", "1"), (2, "2"), ("L3", "3"), ("l4", "4"), ("", "1"), (None, "1"), ("5", "1"), ("高", "1"),
     ("urn:level:3", "1"), (True, "1"), ("２", "1")],
)  # fmt: skip
def test_a_level_that_is_not_known_is_the_lowest(said: object, level: str) -> None:
    assert identity.level_of(said) is Level(level)


@pytest.mark.parametrize(
    ("level", "enough"), [("1", False), ("2", True), ("3", True), ("4", True), ("x", False)]
)
def test_real_name_is_the_least(level: str, enough: bool) -> None:
    if enough:
        assert read(user_real_lvl=level).level == level
        return
    with pytest.raises(LevelTooLow) as refused:
        read(user_real_lvl=level)
    assert "省平台" in refused.value.words


@pytest.mark.parametrize(
    "lacking",
    [{"name": ""}, {"name": None}, {"name": ["李"]}, {"id_number": ""}, {"id_number": NUMBER[:-1]},
     {"id_number": 439921}, {"id_number": "91430100MA4L16JQ9B"}, {"sub": ""}, {"sub": None},
     {"sub": "x" * 256}],
)  # fmt: skip
def test_without_name_number_and_subject_nobody_is_known(lacking: dict[str, object]) -> None:
    with pytest.raises(ClaimsMissing):
        read(**lacking)


@given(
    st.dictionaries(st.sampled_from(list(GOOD)), st.none() | st.text(max_size=30) | st.integers(), max_size=3)
)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_claimed_is_read_or_refused(claims: dict[str, object]) -> None:
    try:
        found = identity.read({**GOOD, **claims}, CLAIMS, TODAY, "p")
    except (ClaimsMissing, LevelTooLow):
        return
    assert found.level >= identity.LEAST and len(found.number) == 18 and found.name


def test_a_telephone_that_is_none_is_left_away() -> None:
    assert read(phone_number="12").phone == read(phone_number=None).phone == ""


def test_a_site_names_the_claims() -> None:
    names = identity.read_names("number=cert_no, level=acr")
    assert names == {**CLAIMS, "number": "cert_no", "level": "acr"}
    found = identity.read({**GOOD, "cert_no": NUMBER, "acr": "L2"}, names, TODAY, "p")
    assert (found.number, found.level) == (NUMBER, Level.REAL_NAME)
    assert identity.read_names("") == CLAIMS
    for wrong in ("email=mail", "number", "number="):
        with pytest.raises(ValueError):
            identity.read_names(wrong)


WAYS = [
    # linked, by number, what follows
    (MINE, MINE, Way.ENTER),
    (MINE, None, Way.ENTER),
    (CLERK, None, Way.ENTER),
    (CLERK, MINE, Way.ENTER),
    (None, None, Way.OPEN),
    (None, replace(MINE, account=None), Way.OPEN),
    (None, MINE, Way.LINK),
    (replace(MINE, number=OTHER), MINE, ClaimContradicts),
    (replace(MINE, name="王五"), None, ClaimContradicts),
    (replace(CLERK, name="王五"), None, ClaimContradicts),
    (None, replace(MINE, name="王五"), ClaimContradicts),
    (None, replace(MINE, name="王五", account=None), ClaimContradicts),
    (replace(MINE, open=False), MINE, IdentityClosed),
    (replace(CLERK, open=False), None, IdentityClosed),
    (None, replace(MINE, open=False), IdentityClosed),
]


@pytest.mark.parametrize(("linked", "by_number", "follows"), WAYS)
def test_what_follows(linked: OnFile | None, by_number: OnFile | None, follows: object) -> None:
    if isinstance(follows, Way):
        assert identity.way(TOLD, linked, by_number, "p") is follows
        return
    with pytest.raises(follows):  # type: ignore[call-overload]
        identity.way(TOLD, linked, by_number, "p")


def test_staff_are_never_found_by_number() -> None:
    """Nothing but a link of their own brings staff in: `by_number` is a person's account or none."""
    assert identity.way(TOLD, None, None, "p") is Way.OPEN


def test_linking_from_within() -> None:
    for mine in (MINE, CLERK):
        identity.require_linkable(TOLD, mine, None, "p")
        identity.require_linkable(TOLD, mine, mine, "p")
        with pytest.raises(LinkedElsewhere):
            identity.require_linkable(TOLD, mine, replace(mine, account=8), "p")
        with pytest.raises(ClaimContradicts):
            identity.require_linkable(replace(TOLD, name="王五"), mine, None, "p")
    with pytest.raises(ClaimContradicts):
        identity.require_linkable(replace(TOLD, number=OTHER), MINE, None, "p")


def test_the_last_way_in_stays() -> None:
    identity.require_other_way(True)
    with pytest.raises(LastWayIn):
        identity.require_other_way(False)
