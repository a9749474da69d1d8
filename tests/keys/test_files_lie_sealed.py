"""A file sealed at rest: any size comes back, any change is noticed, a cut-off change of keys still opens."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimen.keys import actions, filebox, ring
from yimen.keys.crypto import NotOurs
from yimen.keys.models import Key
from yimen.rules.authority import SYSTEM

pytestmark = pytest.mark.django_db
NAME = "ab" * 32
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SIZES = [0, 1, filebox.PIECE - 1, filebox.PIECE, filebox.PIECE + 1, 3 * filebox.PIECE, 3 * filebox.PIECE + 7]
TEXT = "身份证号 430599199001011234".encode()


@pytest.fixture(autouse=True)
def keys():
    actions.ensure()
    yield
    ring.forget()


def seal(path: Path, content: bytes) -> Path:
    with path.open("wb") as target:
        filebox.seal(io.BytesIO(content), target, NAME)
    return path


def read(path: Path, name: str = NAME) -> bytes:
    with filebox.opened(path.open("rb"), name) as content:
        return content.read()


def new_key() -> int:
    assert actions.begin(SYSTEM, [Key.DATA], now=NOW)
    return ring.ring().sealing


@pytest.mark.parametrize("size", SIZES)
def test_what_goes_in_comes_out_and_nothing_of_it_stands_on_the_disk(tmp_path: Path, size: int) -> None:
    content = (TEXT * (size // len(TEXT) + 1))[:size]
    path = seal(tmp_path / "a", content)
    assert read(path) == content
    assert filebox.is_sealed(path.read_bytes()) and (size < 30 or TEXT not in path.read_bytes())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    start=st.integers(0, 2 * filebox.PIECE + 50), length=st.integers(0, filebox.PIECE + 50),
    whence=st.sampled_from([os.SEEK_SET, os.SEEK_END]),
)  # fmt: skip
def test_any_part_can_be_read(tmp_path: Path, start: int, length: int, whence: int) -> None:
    content = bytes(i * 7 % 251 for i in range(2 * filebox.PIECE + 20))
    path, plain = seal(tmp_path / "a", content), io.BytesIO(content)
    with filebox.opened(path.open("rb"), NAME) as opened:
        offset = start if whence == os.SEEK_SET else -min(start, len(content))
        assert opened.seek(offset, whence) == plain.seek(offset, whence)
        assert opened.read(length) == plain.read(length)


def test_two_files_of_the_same_content_look_different(tmp_path: Path) -> None:
    one, two = (seal(tmp_path / name, TEXT).read_bytes() for name in "ab")
    assert one[filebox.HEAD :] != two[filebox.HEAD :]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw[:-1] + bytes([raw[-1] ^ 1]),
        lambda raw: raw[: filebox.HEAD + 40] + b"x" + raw[filebox.HEAD + 41 :],
        lambda raw: raw[: filebox.HEAD + filebox.PIECE + 28],  # the last piece is cut off, at its seam
        lambda raw: raw[: filebox.HEAD] + raw[filebox.HEAD + filebox.PIECE + 28 :],  # the first is left out
        lambda raw: raw + raw[-200:],
        lambda raw: raw[:70] + b"\x00\x01" + raw[72:],
    ],
    ids=["last bit", "middle", "cut at a seam", "piece left out", "added", "key"],
)
def test_every_change_is_noticed(tmp_path: Path, spoil) -> None:
    path = seal(tmp_path / "a", TEXT * 4000)
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(NotOurs):
        read(path)


def test_pieces_cannot_change_places(tmp_path: Path) -> None:
    path, step = seal(tmp_path / "a", b"x" * 3 * filebox.PIECE), filebox.PIECE + 28
    raw, head = path.read_bytes(), filebox.HEAD
    first, second = raw[head : head + step], raw[head + step : head + 2 * step]
    path.write_bytes(raw[:head] + second + first + raw[head + 2 * step :])
    with pytest.raises(NotOurs):
        read(path)


def test_it_opens_under_its_own_name_only(tmp_path: Path) -> None:
    with pytest.raises(NotOurs):
        read(seal(tmp_path / "a", TEXT), "cd" * 32)


def test_a_new_key_changes_the_head_alone(tmp_path: Path) -> None:
    path = seal(tmp_path / "a", TEXT * 4000)
    before = path.read_bytes()
    assert filebox.is_current(before, NAME) and filebox.rewrap(path, NAME) is False
    new_key()
    assert not filebox.is_current(path.read_bytes(), NAME)
    assert filebox.rewrap(path, NAME) is True and filebox.rewrap(path, NAME) is False
    after = path.read_bytes()
    assert filebox.is_current(after, NAME) and after[filebox.HEAD :] == before[filebox.HEAD :]
    assert filebox.body_digest(after) == filebox.body_digest(before)
    assert read(path) == TEXT * 4000
    for used in before[64:112], before[512:560]:
        assert not any(used) or used not in after, "nothing lies under the old key any more"


@pytest.mark.parametrize("cut", [0, 1], ids=["before the new slot is there", "before the old one is emptied"])
def test_cut_off_anywhere_one_slot_opens_and_the_next_change_ends_it(
    tmp_path: Path, monkeypatch, cut: int
) -> None:
    path = seal(tmp_path / "a", TEXT)
    new_key()
    put, calls = filebox._put, []

    def dies(handle, at, content):
        calls.append(at)
        if len(calls) > cut:
            # Half a slot reaches the disk.
            put(handle, at, content[:20] if cut == 0 else b"")
            raise KeyboardInterrupt
        put(handle, at, content)

    with monkeypatch.context() as broken:
        broken.setattr(filebox, "_put", dies)
        with pytest.raises(KeyboardInterrupt):
            filebox.rewrap(path, NAME)
    assert read(path) == TEXT
    filebox.rewrap(path, NAME)
    raw = path.read_bytes()
    assert read(path) == TEXT and filebox.is_current(raw, NAME)
    assert [any(raw[at : at + 48]) for at in (64, 512)].count(True) == 1


def test_without_its_key_nothing_opens(tmp_path: Path) -> None:
    path = seal(tmp_path / "a", TEXT)
    Key.objects.filter(purpose=Key.DATA).delete()
    ring.forget()
    actions.ensure()
    with pytest.raises(NotOurs):
        read(path)
    assert not filebox.is_current(path.read_bytes(), NAME)
