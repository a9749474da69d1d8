"""Whatever is changed, missing, added, forged or smuggled in a package is named, without a database."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.archives.conftest import package
from yimen.archives import proof
from yimen.archives.proof import canonical, signed_bytes, verify
from yimen.archives.proof.__main__ import main
from yimen.trail import keys
from yimen.trail.proof import hashes

pytestmark = pytest.mark.django_db(transaction=True)
Members = dict[str, bytes]


@pytest.fixture
def whole(packed: Callable[..., Any], tmp_path: Path) -> Path:
    """A copy of a whole package."""
    copy = tmp_path / "package.zip"
    copy.write_bytes(package(packed()).read())
    return copy


def members(path: Path) -> Members:
    with zipfile.ZipFile(path) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist()}


def rewritten(
    path: Path, content: Members | list[tuple[Any, bytes]], method: int = zipfile.ZIP_STORED
) -> Path:
    pairs = content.items() if isinstance(content, dict) else content
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in pairs:
            archive.writestr(name, data)
    return path


def codes(path: Path, **known: Any) -> set[str]:
    return {one.code for one in verify(path, **known).findings}


def told(path: Path) -> set[tuple[str, str]]:
    return {(one.code, one.where) for one in verify(path).findings}


def resigned(content: Members, change: Callable[[dict[str, Any]], object], key: Any = None) -> Members:
    """The manifest changed by one who holds a key."""
    manifest = json.loads(content["manifest.json"])
    change(manifest)
    private = key or Ed25519PrivateKey.from_private_bytes(bytes.fromhex(keys.place().read_text()))
    public = private.public_key().public_bytes_raw()
    manifest |= {"key": hashes.fingerprint(public), "public": public.hex()}
    made = canonical(manifest)
    signature = {
        "key": manifest["key"], "public": public.hex(), "signature": private.sign(signed_bytes(made)).hex(),
    }  # fmt: skip
    return {**content, "manifest.json": made, "manifest.sig": canonical(signature)}


def file_of(content: Members, role: str) -> str:
    return next(one["path"] for one in json.loads(content["manifest.json"])["files"] if one["role"] == role)


def test_a_whole_package_is_whole_also_when_written_anew(whole):
    assert verify(whole).findings == []
    rewritten(whole, [(zipfile.ZipInfo(name), data) for name, data in members(whole).items()])
    assert codes(whole) == set(), "only what is in it counts, not the tool that wrote it"


@pytest.mark.parametrize("role", ["material", "document", "summary", "trail"])
def test_a_changed_file(whole, role):
    content = members(whole)
    name = file_of(content, role)
    content[name] = content[name][:-2] + bytes([content[name][-2] ^ 1]) + content[name][-1:]
    assert ("file.changed", name) in told(rewritten(whole, content))


@pytest.mark.parametrize("wrong", [{"sm3": "0" * 64}, {"sha256": "0" * 64}, {"size": 1}], ids=str)
def test_each_of_size_and_digests_counts(whole, wrong):
    """Also where who holds the key signed a manifest that says one of them wrong."""
    content = members(whole)
    name = file_of(content, "summary")

    def change(manifest: dict[str, Any]) -> None:
        next(one for one in manifest["files"] if one["path"] == name).update(wrong)

    assert ("file.changed", name) in told(rewritten(whole, resigned(content, change)))


def test_a_file_listed_twice(whole):
    twice = resigned(members(whole), lambda manifest: manifest["files"].append(manifest["files"][0]))
    assert codes(rewritten(whole, twice)) == {"manifest.form"}


def test_a_missing_file(whole):
    content = members(whole)
    name = file_of(content, "material")
    del content[name]
    assert told(rewritten(whole, content)) == {("file.missing", name)}


def test_an_extra_file(whole):
    content = members(whole) | {"documents/9999.pdf": b"%PDF-1.7"}
    assert told(rewritten(whole, content)) == {("file.extra", "documents/9999.pdf")}


def test_a_changed_manifest(whole):
    content = members(whole)
    content["manifest.json"] = content["manifest.json"].replace("青石面馆".encode(), "青石酒楼".encode())
    assert codes(rewritten(whole, content)) == {"manifest.signature"}


def test_a_manifest_in_another_form(whole):
    content = members(whole)
    spaced = json.dumps(json.loads(content["manifest.json"]), ensure_ascii=False).encode()
    assert {"manifest.form", "manifest.signature"} <= codes(
        rewritten(whole, {**content, "manifest.json": spaced})
    )


@pytest.mark.parametrize("name", ["manifest.json", "manifest.sig", "trail.jsonl"])
def test_a_missing_part(whole, name):
    content = members(whole)
    del content[name]
    assert ("file.missing", name) in told(rewritten(whole, content))


def test_a_package_signed_anew_with_another_key_needs_the_fingerprint(whole):
    genuine = verify(whole).key
    assert codes(whole, keys=[genuine]) == set()
    forged = resigned(
        members(whole), lambda told: told["metadata"].update(题名="别的"), Ed25519PrivateKey.generate()
    )
    rewritten(whole, forged)
    assert codes(whole) == set(), "by itself it is whole"
    assert "manifest.key" in codes(whole, keys=[genuine]), "but not ours"


def test_another_key_under_the_name_of_ours_is_not_ours(whole):
    genuine, other = verify(whole).key, Ed25519PrivateKey.generate()
    content = members(whole)
    public = other.public_key().public_bytes_raw().hex()
    made = canonical(json.loads(content["manifest.json"]) | {"public": public})
    signature = {"key": genuine, "public": public, "signature": other.sign(signed_bytes(made)).hex()}
    rewritten(whole, {**content, "manifest.json": made, "manifest.sig": canonical(signature)})
    assert codes(whole, keys=[genuine]) == {"manifest.key"}


def test_a_file_exchanged_together_with_the_manifest_is_not_what_was_handed_in(whole):
    """Who holds our key can forge a manifest, not the chain that says what was handed in."""
    content = members(whole)
    name = file_of(content, "material")
    content[name] = b"\x89PNG other"

    def change(manifest: dict[str, Any]) -> None:
        (one,) = [one for one in manifest["files"] if one["path"] == name]
        size, sm3, sha256 = proof.digests(io.BytesIO(content[name]))
        one |= {"size": size, "sm3": sm3, "sha256": sha256}

    assert codes(rewritten(whole, resigned(content, change))) == {"chain.files"}


def relisted(manifest: dict[str, Any], name: str, data: bytes) -> None:
    size, sm3, sha256 = proof.digests(io.BytesIO(data))
    next(one for one in manifest["files"] if one["path"] == name).update(size=size, sm3=sm3, sha256=sha256)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda rows: rows[3]["data"].update(to="granted"), "trail.row.changed"),
        (lambda rows: rows.pop(3), "trail.row.lost"),
        (lambda rows: rows.pop(), "chain.head"),
        (lambda rows: [row.update(stream="4399262611160999999999") for row in rows], "chain.stream"),
    ],
    ids=["changed", "lost", "cut", "of another case"],
)
def test_a_forged_chain(whole, change, code):
    content = members(whole)
    lines = [json.loads(line) for line in content["trail.jsonl"].splitlines()]
    rows = [one for one in lines if "stream" in one]
    change(rows)
    others = [one for one in lines if "stream" not in one]
    made = [others[0], *rows, *others[1:]]
    data = b"".join(
        json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for one in made
    )
    content["trail.jsonl"] = data
    forged = resigned(content, lambda manifest: relisted(manifest, "trail.jsonl", data))
    assert code in codes(rewritten(whole, forged))


# --- tricks of the zip ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name", ["../evil.png", "/etc/passwd", "materials/../../x.png", "C:\\x.png", "materials\\x.png",
             "a/b/c.png", ".hidden", "materials/", "über.png", "x\n.png"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere(whole, name):
    assert "zip.name" in codes(rewritten(whole, [*members(whole).items(), (name, b"x")]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice(whole):
    content = members(whole)
    name = file_of(content, "material")
    assert "zip.duplicate" in codes(rewritten(whole, [*content.items(), (name, b"other")]))


def test_a_bomb_is_not_opened(whole):
    content = members(whole) | {"materials/9999.bin": b"\0" * 50_000_000}
    rewritten(whole, content, zipfile.ZIP_DEFLATED)
    assert whole.stat().st_size < 1_000_000
    assert "zip.packed" in codes(whole)


def test_a_link_and_a_file_with_a_remark(whole):
    link = zipfile.ZipInfo("materials/9999.png")
    link.external_attr = 0o120777 << 16
    assert "zip.odd" in codes(rewritten(whole, [*members(whole).items(), (link, b"/etc/passwd")]))
    noted = zipfile.ZipInfo("materials/9998.png")
    noted.comment = b"hidden"
    assert "zip.odd" in codes(rewritten(whole, [*members(whole).items(), (noted, b"x")]))


@pytest.mark.parametrize("where", ["before", "behind", "comment"])
def test_something_hidden_around(whole, where):
    data = whole.read_bytes()
    if where == "comment":
        end = data.rindex(b"PK\5\6")
        data = data[: end + 20] + struct.pack("<H", 5) + b"hello"
    whole.write_bytes(
        b"#!/bin/sh\n" + data if where == "before" else data + b"" if where == "comment" else data
    )
    if where == "behind":
        with zipfile.ZipFile(whole, "a") as archive:
            at = archive.start_dir
        whole.write_bytes(data[:at] + b"hidden" + data[at:])
    assert verify(whole).wrong


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_bit_that_flips_is_found(whole, place, bit):
    data = bytearray(whole.read_bytes())
    at = int(place * len(data))
    data[at] ^= 1 << bit
    other = whole.with_name("flipped.zip")
    other.write_bytes(bytes(data))
    # Of the outside only what says nothing may flip unseen: times and versions in the headers.
    if not verify(other).wrong:
        assert members(other) == members(whole)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_rubbish_is_told_not_raised(tmp_path, data):
    path = tmp_path / "rubbish.zip"
    path.write_bytes(data)
    assert verify(path).wrong


# --- the command ------------------------------------------------------------------------------------------
def test_the_command_needs_no_settings_and_no_database(whole, tmp_path):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("YIMEN_", "DJANGO_", "DATABASE_"))}
    code = (
        "import sys; from yimen.config.cli import main; sys.argv = ['y', 'verify-archive', sys.argv[1]]\n"
        "try: main()\nfinally: assert 'django' not in sys.modules or not __import__('django').apps.apps.ready"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(whole)], env={**env, "PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "完整，没有被改过" in done.stdout


def test_the_exit_code_is_the_worst(whole, capsys, tmp_path):
    broken = tmp_path / "broken.zip"
    content = members(whole)
    del content[file_of(content, "material")]
    rewritten(broken, content)
    assert main([str(whole)]) == 0
    assert main([str(whole), str(broken)]) == 1
    assert "file.missing" in capsys.readouterr().out
    assert main([str(tmp_path / "nowhere.zip"), str(whole)]) == 2
    assert main([str(broken), "--json"]) == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["findings"][0]["code"] == "file.missing"
