"""Uploads lie sealed, named by the SM3 of what was given; keys change with the ring; old ones are sealed."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from tests import samples
from yimen.keys import actions as keys
from yimen.keys import filebox, ring
from yimen.keys.crypto import NotOurs
from yimen.keys.models import Key
from yimen.rules import files
from yimen.rules.authority import SYSTEM, Actor
from yimen.trail.chain import sm3
from yimen.vault import actions, queries

pytestmark = [pytest.mark.django_db(transaction=True)]
ACTOR = Actor(account=7, name="李小敏", party=1)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SECRET = "身份证号 430599199001011234"
WORD = samples.word({"docProps/note.xml": f"<a>{SECRET}</a>"})


@pytest.fixture(autouse=True)
def own_ring():
    ring.forget()
    keys.ensure()
    yield
    ring.forget()


def keep(given: bytes) -> queries.FileFacts:
    kept = actions.keep(ACTOR, [given], "a", now=NOW)
    facts = queries.by_key(kept.key)
    assert facts is not None
    return facts


def content(facts: queries.FileFacts) -> bytes:
    with queries.open_content(facts) as opened:
        return opened.read()


def in_clear(given: bytes) -> queries.FileFacts:
    """A file as it lay before files were sealed."""
    facts = keep(given)
    queries.path_of(facts.digest).write_bytes(given)
    return facts


def command(*words: str) -> str:
    out = io.StringIO()
    call_command("keys", *words, stdout=out)
    return out.getvalue()


def test_nothing_of_an_upload_stands_on_the_disk_in_clear() -> None:
    facts = keep(WORD)
    assert facts.digest == sm3(WORD) and facts.size == len(WORD)
    everything = [p for p in Path(site.FILES_ROOT).rglob("*") if p.is_file()]
    assert everything == [queries.path_of(facts.digest)]
    raw = everything[0].read_bytes()
    assert filebox.is_sealed(raw) and b"docProps/note.xml" in WORD and b"docProps/note.xml" not in raw
    assert content(facts) == WORD


def test_while_it_is_judged_it_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed at that moment, nothing is left that could be found."""
    seen = []

    def looks(*args: object) -> None:
        seen.extend(p for p in Path(site.FILES_ROOT).rglob("*") if p.is_file())
        raise files.IsBroken()

    monkeypatch.setattr("yimen.vault.content.check", looks)
    with pytest.raises(files.IsBroken):
        actions.stash([WORD], "a")
    assert seen == []


def test_a_large_upload_has_no_name_either(settings) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.docx", WORD)})
    taken = request.FILES["file"]
    assert not hasattr(taken, "temporary_file_path") and isinstance(taken.file.name, int)
    assert (taken.name, taken.size, b"".join(taken.chunks())) == ("a.docx", len(WORD), WORD)
    request.close()


def test_a_picture_is_shown_anew_from_the_sealed_file() -> None:
    assert queries.preview(keep(samples.png())).startswith(b"\xff\xd8")


def test_a_spoilt_file_is_noticed_at_reading() -> None:
    facts = keep(samples.pdf())
    path = queries.path_of(facts.digest)
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(NotOurs):
        content(facts)


def test_older_clear_files_are_read_and_sealed_by_a_command_as_often_as_one_likes() -> None:
    facts, other = in_clear(WORD), keep(samples.png())
    assert content(facts) == WORD
    assert vars(queries.at_rest()) == {"sealed": 1, "stale": 0, "clear": 1}
    assert "1 sealed, 0 under a replaced key, 1 in clear" in command("status")
    assert "1 files sealed" in command("seal-files") and "0 files sealed" in command("seal-files")
    assert filebox.is_sealed(queries.path_of(facts.digest).read_bytes())
    assert [content(one) for one in (facts, other)] == [WORD, samples.png()]


def test_a_clear_file_that_is_not_what_its_name_says_is_named_and_left() -> None:
    facts, good = in_clear(WORD), in_clear(samples.pdf())
    queries.path_of(facts.digest).write_bytes(WORD + b"x")
    with pytest.raises(CommandError, match=facts.digest):
        command("seal-files")
    assert queries.path_of(facts.digest).read_bytes() == WORD + b"x"
    assert content(good) == samples.pdf()
    assert vars(queries.at_rest()) == {"sealed": 1, "stale": 0, "clear": 1}


def test_changing_keys_takes_the_files_along() -> None:
    facts, clear = keep(WORD), in_clear(samples.pdf())
    before = queries.path_of(facts.digest).read_bytes()
    assert "1 files sealed anew" in command("rotate", "--settle", "0")
    after = queries.path_of(facts.digest).read_bytes()
    assert after[filebox.HEAD :] == before[filebox.HEAD :] and after != before
    assert vars(queries.at_rest()) == {"sealed": 1, "stale": 0, "clear": 1}
    Key.objects.filter(purpose=Key.DATA, state=Key.RETIRED).delete()
    ring.forget()
    assert content(facts) == WORD, "the old key is needed no more"
    assert content(clear) == samples.pdf()


def test_a_change_that_was_cut_off_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [keep(samples.pdf()), keep(samples.png()), keep(WORD)]
    with monkeypatch.context() as broken:
        calls = []
        rewrap = filebox.rewrap

        def dies(path: Path, name: str) -> bool:
            calls.append(name)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return rewrap(path, name)

        broken.setattr(filebox, "rewrap", dies)
        with pytest.raises(KeyboardInterrupt):
            command("rotate", "--settle", "0")
    assert queries.at_rest().stale == 2
    assert [content(one) for one in kept] == [samples.pdf(), samples.png(), WORD]
    said = command("rotate", "--settle", "0")
    assert "it goes on" in said and "2 files sealed anew" in said
    assert queries.at_rest().stale == 0
    assert list(Key.objects.filter(purpose=Key.DATA).order_by("pk").values_list("state", flat=True)) == [
        "retired", "active",
    ]  # fmt: skip


def test_a_file_that_does_not_open_is_named_and_stops_nothing() -> None:
    spoilt, good = keep(WORD), keep(samples.pdf())
    path = queries.path_of(spoilt.digest)
    raw = bytearray(path.read_bytes())
    raw[80] ^= 1
    path.write_bytes(raw)
    with pytest.raises(CommandError, match=spoilt.digest):
        command("rotate", "--settle", "0")
    assert not Key.objects.filter(state=Key.RETIRING).exists()
    assert content(good) == samples.pdf()


def test_a_process_with_an_old_ring_reads_what_a_new_key_sealed() -> None:
    held = ring.ring()
    keys.begin(SYSTEM, [Key.DATA], now=NOW)
    facts = keep(WORD)
    ring._held = held
    assert content(facts) == WORD
