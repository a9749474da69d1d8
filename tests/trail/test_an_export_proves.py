"""An export proves itself: everything, some days, or one case, on both databases, without either."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.trail.conftest import exported, written
from yimen.cases.models import Case
from yimen.trail import chain, keys
from yimen.trail.models import Event, Seal
from yimen.trail.proof import hashes, verify

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


def test_everything_is_proved(three_days):
    report = verify(written(exported()))
    assert report.findings == []
    assert (report.mode, report.seals) == ("all", 3)
    assert report.rows == Event.objects.count()
    assert report.streams == Event.objects.values("stream").distinct().count()
    # The record of the third seal and the act after it.
    assert report.unsealed == 2
    assert report.keys == [keys.trail_key().name]


def test_some_days_prove_their_seals(three_days):
    report = verify(written(exported(from_day=date(2026, 11, 17), to_day=date(2026, 11, 18))))
    assert report.findings == []
    assert (report.mode, report.seals, report.unsealed) == ("days", 2, 0)
    assert report.rows == sum(one.rows for one in Seal.objects.filter(number__gte=2))


def test_one_case_proves_its_place_in_the_seals(three_days):
    case = Case.objects.order_by("pk").last()
    told = exported(case.number)
    report = verify(written(told))
    assert report.findings == []
    assert (report.mode, report.streams, report.rows) == ("streams", 1, case.rev)
    assert {one["stream"] for one in told if "kind" in one} == {case.number}


def test_a_trail_without_any_seal_proves_its_chains(county):
    report = verify(written(exported()))
    assert (report.findings, report.seals) == ([], 0)
    assert report.rows == report.unsealed > 0


def test_the_verifier_hashes_what_the_writer_hashes():
    at = datetime(2026, 11, 16, 2, 0, 0, 5, tzinfo=UTC)
    data = {"b": [1, 2.5, None, True], "a": {"中": "文"}}
    row = ["s", 7, "k", "a", "2026-11-16T02:00:00.000005+00:00", data, hashes.START]
    assert hashes.sm3(hashes.packed(row)) == chain.link("s", 7, "k", "a", at, data, chain.START)


@pytest.mark.parametrize("size", range(1, 20))
def test_every_leaf_leads_to_the_root(size):
    leaves = [hashes.sm3(bytes([n])) for n in range(size)]
    tree = hashes.Merkle()
    for one in leaves:
        tree.add(one)
    for index, leaf in enumerate(leaves):
        assert hashes.root_from(leaf, index, size, hashes.path_of(leaves, index)) == tree.root()


def test_the_commands_write_and_prove_a_file_without_database_and_settings(three_days, tmp_path, capsys):
    file, packed = tmp_path / "trail.jsonl", tmp_path / "trail.jsonl.gz"
    call_command("export-trail", file)
    call_command("export-trail", packed)
    with pytest.raises(CommandError):
        call_command("export-trail", file)
    bare = tmp_path / "bare"
    bare.mkdir()
    # A database address that cannot be, and a data folder that must not appear.
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATABASE_URL": "nonsense://",
           "YIMEN_DATA": str(bare / "data")}  # fmt: skip
    for one in (file, packed):
        asked = [sys.executable, "-m", "yimen", "verify-trail", str(one), "--key", keys.trail_key().name]
        done = subprocess.run(
            asked, cwd=bare, env=env, capture_output=True, text=True, timeout=60, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "记录完整" in done.stdout
        assert "和您给的一致" in done.stdout
    assert list(bare.iterdir()) == []
    assert gzip.decompress(packed.read_bytes()).count(b"\n") == file.read_bytes().count(b"\n")


def test_the_folder_of_the_verifier_runs_by_itself(three_days, tmp_path):
    file = tmp_path / "trail.jsonl"
    call_command("export-trail", file)
    (tmp_path / "proof").symlink_to(ROOT / "yimen/trail/proof")
    file.write_bytes(file.read_bytes().replace(b"2026-11-16T02:00", b"2026-11-16T03:00", 1))
    asked = [sys.executable, "-m", "proof", str(file), "--json"]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert {one["code"] for one in json.loads(done.stdout)["findings"]} >= {"row.changed", "file.digest"}


def test_what_is_no_export_is_said_to_be_none(tmp_path):
    for content in (b"", b"not json\n", b"\xff\xfe\n", b"[]\n", b'{"yimen_trail": 2}\n', b"[" * 100_000):
        assert verify([content] if content else []).wrong


def test_the_algorithms_are_named_and_others_are_said_to_be_others(three_days):
    exact = [json.dumps(one).encode() for one in exported()]
    head = json.loads(exact[0])
    assert (head["digest"], head["signature"]) == ("SM3", "Ed25519")
    told = Event.objects.filter(stream="seals").latest("pk").data
    assert (told["digest"], told["signature"]) == ("SM3", "Ed25519")
    found = verify([json.dumps(head | {"digest": "SHA-512"}).encode(), *exact[1:]]).findings
    assert found[0].code == "file.algorithm" and "SHA-512" in found[0].words
    before = {name: value for name, value in head.items() if name not in {"digest", "signature"}}
    assert "file.algorithm" not in {
        one.code for one in verify([json.dumps(before).encode(), *exact[1:]]).findings
    }


def test_the_database_in_use_is_proved_with_its_cases(three_days, capsys):
    call_command("verify-trail", "--database")
    assert "记录完整" in capsys.readouterr().out
    case = Case.objects.order_by("pk").last()
    Event.objects.filter(stream=case.number).delete()
    with pytest.raises(SystemExit) as ended:
        call_command("verify-trail", "--database")
    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert "seal.root" in said
    assert any(one.split()[:2] == ["case.chain", case.number] for one in said.splitlines())
