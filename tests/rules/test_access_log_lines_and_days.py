"""What a line of the access log says, what a reader may look for, which days are closed and removed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import accesslog
from yimen.rules.accesslog import Gap, Line, Wanted, decode, encode, read_wanted

AT = datetime(2026, 11, 26, 2, 3, 4, 567000, UTC)
PHONE, NUMBER = "19955556666", "439926197007070771"
LINE = Line(AT, "abcdefghijklmnop", "GET", "/my/", 200, 12.3, 4567, "account:7", "192.0.2.1", "Mozilla/5.0")
TODAY = date(2026, 11, 26)


def test_a_line_is_json_in_utc_and_comes_back() -> None:
    raw = encode(LINE)
    assert raw.endswith(b"\n") and raw.count(b"\n") == 1
    assert json.loads(raw) == {
        "at": "2026-11-26T02:03:04.567Z", "id": "abcdefghijklmnop", "method": "GET", "path": "/my/",
        "status": 200, "ms": 12.3, "bytes": 4567, "who": "account:7", "from": "192.0.2.1",
        "agent": "Mozilla/5.0",
    }  # fmt: skip
    assert decode(raw) == LINE
    gap = Gap(AT, 3, AT - timedelta(minutes=1))
    assert decode(encode(gap)) == gap


@pytest.mark.parametrize("number", [PHONE, NUMBER, "138 0000 3210", "0799-1234567", "6222021234567890123"])
def test_no_number_of_a_person_stands_in_a_path_or_a_browser_name(number: str) -> None:
    raw = encode(replace(LINE, path=f"/desk/new/{number}/", agent=f"App {number}"))
    assert number.encode() not in raw and b"*" in raw


def test_it_is_masked_before_it_is_cut() -> None:
    path = "/" + "a" * (accesslog.PATH_MOST - 12) + "/" + PHONE
    agent = "b" * (accesslog.AGENT_MOST - 11) + PHONE
    found = decode(encode(replace(LINE, path=path, agent=agent)))
    assert isinstance(found, Line)
    assert PHONE[:5] not in found.path + found.agent
    assert (len(found.path), len(found.agent)) == (accesslog.PATH_MOST, accesslog.AGENT_MOST)


def test_a_case_number_stays() -> None:
    found = decode(encode(replace(LINE, path="/cases/4399262026111620361171/")))
    assert isinstance(found, Line) and found.path == "/cases/4399262026111620361171/"


@given(st.text(), st.text(), st.text(max_size=300))
def test_whatever_is_sent_makes_one_line_that_can_be_read(method: str, path: str, agent: str) -> None:
    raw = encode(replace(LINE, method=method, path=path, agent=agent + "\udc80"))
    assert raw.count(b"\n") == 1 and isinstance(decode(raw), Line)


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"7", b'{"at":"x"}', encode(LINE)[:40], encode(LINE).replace(b"Z", b"", 1)]
)
def test_what_is_torn_is_told_as_unreadable(raw: bytes) -> None:
    assert decode(raw) is None


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        (("", "", ""), True), (("account:7", "", ""), True), (("7", "", ""), False), (("8", "", ""), False),
        (("", "/my", ""), True), (("", "my", ""), False), (("", "", "200"), True), (("", "", "2xx"), True),
        (("", "", "2"), True), (("", "", "404"), False), (("", "", "nonsense"), True), (("-", "", ""), False),
    ],
)  # fmt: skip
def test_what_a_reader_looks_for(typed: tuple[str, str, str], fits: bool) -> None:
    assert read_wanted(*typed).fits(LINE) is fits


def test_a_bare_number_is_one_of_staff() -> None:
    for typed in (" yx-01 ", "工号 yx-01", "staff:YX-01", "工号：YX-01"):
        assert read_wanted(typed, "", "").who == "staff:YX-01"
    assert read_wanted("账号 7", "", "").who == read_wanted("account:7", "", "").who == "account:7"
    assert read_wanted("没有登录", "", "").who == "-"
    assert read_wanted("", "", "").anything and not Wanted(status="4").anything


def test_names_of_files() -> None:
    assert accesslog.day_of(accesslog.name_of(TODAY)) == TODAY
    assert accesslog.day_of(accesslog.name_of(TODAY, packed=True)) == TODAY
    for other in ("2026-11-26.jsonl.gz.part", ".2026-11-26.jsonl.gz.part", "2026-13-26.jsonl", "x.jsonl"):
        assert accesslog.day_of(other) is None


def test_days_are_packed_after_a_week_and_removed_after_the_policy() -> None:
    days = [TODAY - timedelta(days=n) for n in (0, 1, 7, 8, 365, 366, 400, 401)]
    assert accesslog.to_pack(days, TODAY)[-1] == TODAY - timedelta(days=8)
    assert accesslog.to_remove(days, TODAY, 400) == [TODAY - timedelta(days=401)]


@given(st.integers(-5, 364), st.lists(st.integers(0, 365), max_size=20))
def test_nothing_younger_than_a_year_is_ever_removed(kept: int, ages: list[int]) -> None:
    assert accesslog.to_remove([TODAY - timedelta(days=n) for n in ages], TODAY, kept) == []


def test_every_day_is_closed_in_turn_also_one_without_a_file() -> None:
    closed = TODAY - timedelta(days=1)
    files = [TODAY - timedelta(days=n) for n in (4, 2, 0)]
    assert accesslog.to_seal(files, None, closed) == [TODAY - timedelta(days=n) for n in (4, 3, 2, 1)]
    assert accesslog.to_seal(files, TODAY - timedelta(days=2), closed) == [closed]
    assert accesslog.to_seal(files, closed, closed) == accesslog.to_seal([], None, closed) == []
    assert accesslog.to_seal([TODAY], None, closed) == [], "today is not over"
