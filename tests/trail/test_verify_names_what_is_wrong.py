"""Whatever is changed, lost, added or put in another order in an export is named: where, and what."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trail.conftest import Line, exported, written
from yimen.cases.models import Case
from yimen.trail import keys
from yimen.trail.proof import Report, hashes, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(three_days: Any) -> list[Line]:
    """A whole export, as parsed lines."""
    return exported()


@pytest.fixture
def case(three_days: Any) -> str:
    """The number of the case that was granted on the second day."""
    return str(Case.objects.order_by("pk").last().number)


def found(report: Report) -> set[tuple[str, str, int]]:
    return {(one.code, one.stream, one.seq) for one in report.findings}


def proved(told: list[Line], **known: Any) -> set[tuple[str, str, int]]:
    return found(verify(written(told), **known))


def row(told: list[Line], stream: str, seq: int) -> int:
    """Where a row stands."""
    return next(n for n, one in enumerate(told) if one.get("stream") == stream and one.get("seq") == seq)


def relinked(told: list[Line], stream: str, since: int) -> None:
    """Hash a stream anew from a row on, as one who knows the format would."""
    before = told[row(told, stream, since)]["prev"]
    for one in told:
        if one.get("stream") == stream and one["seq"] >= since:
            one["prev"] = before
            before = one["hash"] = hashes.sm3(hashes.packed([one[name] for name in hashes.ROW]))


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", "case.refused"), ("actor", "staff:0001"), ("at", "2026-11-17T02:00:00.000000+00:00"),
     ("data", {"to": "granted"}), ("hash", "ab" * 32)],
)  # fmt: skip
def test_a_changed_row(told, case, name, value):
    told[row(told, case, 3)][name] = value
    assert ("row.changed", case, 3) in proved(told)


def test_a_changed_link(told, case):
    told[row(told, case, 3)]["prev"] = "ab" * 32
    assert {("row.changed", case, 3), ("row.order", case, 3)} <= proved(told)


def test_a_lost_row(told, case):
    del told[row(told, case, 3)]
    assert ("row.lost", case, 3) in proved(told)


def test_a_lost_first_row(told, case):
    del told[row(told, case, 1)]
    assert ("row.lost", case, 1) in proved(told)


def test_an_added_row(told, case):
    at = row(told, case, 3)
    told.insert(at + 1, copy.deepcopy(told[at]))
    assert ("row.added", case, 3) in proved(told)


def test_a_row_added_at_the_end_of_a_stream(told, case):
    at = row(told, case, 5)
    last = max(one["seq"] for one in told if one.get("stream") == case)
    end = row(told, case, last)
    told.insert(end + 1, {**told[at], "seq": last + 1, "prev": told[end]["hash"]})
    relinked(told, case, last + 1)
    assert ("row.added", case, last + 1) in proved(told)


def test_two_rows_in_another_order(told, case):
    at = row(told, case, 3)
    told[at], told[at + 1] = told[at + 1], told[at]
    assert {("row.lost", case, 3), ("row.added", case, 3)} <= proved(told)


def test_two_rows_that_changed_their_places_and_numbers(told, case):
    at = row(told, case, 3)
    told[at], told[at + 1] = {**told[at + 1], "seq": 3}, {**told[at], "seq": 4}
    assert {("row.order", case, 3), ("row.changed", case, 3), ("row.changed", case, 4)} <= proved(told)


def test_a_row_rewritten_with_all_hashes_after_it(told, case):
    """The chain is whole again, so only the seal knows better."""
    told[row(told, case, 3)]["data"] = {"to": "granted"}
    relinked(told, case, 3)
    last = max(one["seq"] for one in told if one.get("stream") == case)
    assert {("row.rewritten", case, last), ("seal.root", "", 0)} <= proved(told)


def test_a_truncated_stream(told, case):
    last = max(one["seq"] for one in told if one.get("stream") == case)
    del told[row(told, case, last)]
    assert ("row.lost", case, last) in proved(told)


def test_a_stream_that_is_gone(told, case):
    assert ("stream.missing", case, 1) in proved([one for one in told if one.get("stream") != case])


def test_a_stream_that_is_gone_with_every_trace_of_it_is_told_by_the_day(told, case):
    left = [one for one in told if case not in {one.get("stream"), one.get("leaf", {}).get("stream")}]
    report = verify(written(left))
    assert [one.day for one in report.findings if one.code == "seal.root"] == ["2026-11-17"]
    assert "3 条链" in next(one.words for one in report.findings if one.code == "seal.root")


def test_streams_in_another_order(told, case):
    mine = [one for one in told if case in {one.get("stream"), one.get("leaf", {}).get("stream")}]
    rest = [one for one in told if one not in mine]
    assert ("stream.order", case, 0) in proved([*rest[:-1], *mine, rest[-1]])


def seal(told: list[Line], number: int) -> Line:
    return next(one["seal"] for one in told if one.get("seal", {}).get("number") == number)


@pytest.mark.parametrize("number", [1, 2])
def test_a_day_that_is_gone(told, number):
    left = [one for one in told if one.get("seal", {}).get("number") != number]
    report = verify(written(left))
    after = seal(told, number + 1)["day"]
    assert ("seal.gap", after) in {(one.code, one.day) for one in report.findings}


def test_last_days_that_are_gone_are_missed_by_who_noted_their_seal(told):
    noted = seal(told, 3)["hash"]
    left = [one for one in told if one.get("seal", {}).get("number") != 3]
    assert ("seal.absent", "", 0) in proved(left, seal=noted)
    assert ("leaf.seal", "seals", 0) in proved(left)
    assert proved(told, seal=noted) == set()


@pytest.mark.parametrize("name", hashes.SEAL)
def test_a_changed_seal(told, name):
    one = seal(told, 2)
    one[name] = one[name] + 1 if isinstance(one[name], int) else one[name] + "0"
    assert {"seal.changed", "seal.signature"} <= {code for code, *_ in proved(told)}


def resigned(told: list[Line], numbers: set[int]) -> str:
    """Sign these days anew with another key, whose public half is put into the file."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    name = hashes.fingerprint(public)
    told[0]["keys"][name] = public.hex()
    before = None
    for one in (line["seal"] for line in told if "seal" in line):
        if one["number"] in numbers:
            one |= {"key": name, "prev": before or one["prev"]}
            data = hashes.seal_bytes(one)
            one |= {"hash": hashes.sm3(data), "signature": private.sign(data).hex()}
        before = one["hash"]
    return name


def test_a_day_signed_anew_by_another_key(told):
    resigned(told, {2})
    report = verify(written(told))
    wrong = {(one.code, one.day) for one in report.findings}
    assert {("seal.key", "2026-11-17"), ("seal.order", "2026-11-18")} <= wrong


def test_all_days_signed_anew_are_seen_by_who_knows_the_key(told):
    name = resigned(told, {1, 2, 3})
    right = keys.trail_key().name
    report = verify(written(told), keys=[right])
    assert [one.day for one in report.findings if one.code == "seal.key"] == [
        "2026-11-16", "2026-11-17", "2026-11-18",
    ]  # fmt: skip
    assert report.keys == [name]
    # Without a pinned key the end of the file, signed by the right one, gives it away.
    assert "file.key" in {code for code, *_ in proved(told)}


def test_a_key_under_a_false_name(told):
    told[0]["keys"] = dict.fromkeys(told[0]["keys"], "11" * 32)
    assert {"file.key", "seal.signature"} <= {code for code, *_ in proved(told)}


def test_rows_that_no_seal_covers_yet_are_held_by_the_signed_end(told):
    last = max(n for n, one in enumerate(told) if "kind" in one and one["kind"] == "party.changed")
    told[last]["data"] = {}
    relinked(told, told[last]["stream"], told[last]["seq"])
    assert proved(told) == {("file.digest", "", 0)}
    report = verify(written(told[:-1]))
    assert {one.code for one in report.findings} == {"file.end"}


def test_an_end_that_counts_otherwise(told):
    told[-1]["end"]["rows"] += 1
    assert {"file.count", "file.signature"} <= {code for code, *_ in proved(told)}


def test_nothing_stands_after_the_end(told):
    codes = {code for code, *_ in proved([*told, told[-2], told[-1]])}
    assert {"file.after_end", "file.broken"} <= codes


@pytest.mark.parametrize("change", ["path", "index", "row", "none"])
def test_one_case_that_is_not_in_the_seal(told, case, change):
    mine = exported(case)
    leaf = next(one["leaf"] for one in mine if "leaf" in one)
    changes: dict[str, Callable[[], object]] = {
        "path": lambda: leaf["path"].__setitem__(0, "00" * 32),
        "index": lambda: leaf.__setitem__("index", leaf["index"] + 1),
        "row": lambda: (mine[row(mine, case, 3)].__setitem__("data", {}), relinked(mine, case, 3)),
        "none": lambda: leaf.pop("path"),
    }
    changes[change]()
    assert ("leaf.path", case, 0) in proved(mine)


def test_a_partial_file_does_not_pass_as_the_whole(told):
    told[0]["mode"] = "streams"
    assert {"leaf.path", "file.digest"} <= {code for code, *_ in proved(told)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_change_of_any_row_is_named(told, data):
    """A value of a random row becomes another one: the row is named, whether sealed or not."""
    mine = copy.deepcopy(told)
    place = data.draw(st.sampled_from([n for n, one in enumerate(mine) if "kind" in one]))
    name = data.draw(st.sampled_from(["stream", "seq", "kind", "actor", "at", "data", "prev", "hash"]))
    one, before = mine[place], copy.deepcopy(mine[place])
    old = one[name]
    one[name] = {
        "seq": lambda: data.draw(st.integers(-5, 10**6).filter(lambda n: n != old)),
        "data": lambda: {**old, data.draw(st.text(max_size=5)): data.draw(st.floats(allow_nan=False))},
    }.get(name, lambda: data.draw(st.text(max_size=70).filter(lambda text: text != old)))()
    named = proved(mine)
    if one == before:
        return
    touched = {(one["stream"], one["seq"]), (before["stream"], before["seq"])}
    assert touched & {(stream, seq) for _, stream, seq in named}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_byte_of_the_file_is_held(told, data):
    text = bytearray(b"".join(written(told)))
    place = data.draw(st.integers(0, len(text) - 1))
    text[place] ^= 1 << data.draw(st.integers(0, 7))
    assert verify(bytes(text).splitlines(keepends=True)).wrong
