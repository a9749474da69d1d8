"""A seal key behind PKCS#11, with SoftHSM as the token: the same files, the key never outside of it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

from tests.vault import sealkit
from yimen.rules.seals import Signature
from yimen.vault import sealing, sealkeys

MODULES = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
]
MODULE = next((one for one in MODULES if Path(one).exists()), "")
HOW = "needs a token: apt-get install softhsm2, pip install yimen[pkcs11]"
WITH_TOKEN = pytest.mark.skipif(
    not MODULE or not shutil.which("softhsm2-util") or importlib.util.find_spec("pkcs11") is None, reason=HOW
)


@pytest.fixture
def token(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> str:
    """A token with the key and certificate of a seal; its address."""
    (tmp_path / "tokens").mkdir()
    conf = tmp_path / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(conf))
    made = sealkeys.make(tmp_path / "seal", "云溪县行政审批局", "", now=now).read_bytes()
    key, own, _ = pkcs12.load_key_and_certificates(made, None)
    assert key is not None
    assert own is not None
    pem = tmp_path / "key.pem"
    pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _softhsm("--init-token", "--free", "--label", "yimen", "--pin", "1234", "--so-pin", "5678")
    _softhsm("--import", str(pem), "--token", "yimen", "--label", "seal", "--id", "01", "--pin", "1234")
    pkcs11 = importlib.import_module("pkcs11")
    with pkcs11.lib(MODULE).get_token(token_label="yimen").open(user_pin="1234", rw=True) as session:
        decoded = importlib.import_module("pkcs11.util.x509").decode_x509_certificate(
            own.public_bytes(Encoding.DER)
        )
        session.create_object(
            {
                **decoded,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.LABEL: "seal",
                pkcs11.Attribute.ID: b"\1",
            }
        )
    return f"pkcs11:token=yimen;object=seal?module-path={MODULE}"


def _softhsm(*words: str) -> None:
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True, env=dict(os.environ))


@WITH_TOKEN
def test_a_token_seals_like_a_file(token: str, now: datetime) -> None:
    signer = sealkeys.open_key(token, "1234")
    ours = {sealkeys.certificate_of(signer).fingerprint}
    sealed = sealing.seal_pdf(sealkit.paper(), signer, at=now, reason="证照 1")
    assert sealing.examine(sealed, ours).verdict is Signature.INTACT
    with pytest.raises(sealkeys.NoKey, match="does not open"):
        sealkeys.open_key(token.replace("yimen", "another"), "1234")


def test_an_address_that_is_none_is_said(tmp_path: Path) -> None:
    if importlib.util.find_spec("pkcs11") is None:
        with pytest.raises(sealkeys.NoKey, match=r"yimen\[pkcs11\]"):
            sealkeys.open_key("pkcs11:token=x;object=y?module-path=z", "")
        return
    with pytest.raises(sealkeys.NoKey, match="module-path"):
        sealkeys.open_key("pkcs11:token=x", "")
    with pytest.raises(sealkeys.NoKey, match="does not open"):
        sealkeys.open_key(f"pkcs11:token=x;object=y?module-path={tmp_path / 'none.so'}", "")


def test_a_wrong_passphrase_is_said_without_it(tmp_path: Path, now: datetime) -> None:
    where = sealkeys.make(tmp_path, "某局", "correct horse", now=now)
    assert where.stat().st_mode & 0o077 == 0
    sealkeys.open_key(str(where), "correct horse")
    with pytest.raises(sealkeys.NoKey) as refused:
        sealkeys.open_key(str(where), "wrong battery")
    assert "wrong battery" not in str(refused.value)


def test_a_long_name_of_an_organ_fits(tmp_path: Path, now: datetime) -> None:
    made = sealkeys.certificate_of(
        sealkit.signer(tmp_path, "云溪县行政审批局（县政务服务中心、公共资源交易中心）", now)
    )
    assert "行政审批专用章" in made.subject


def test_a_renewed_key_leaves_the_old_one_beside_it(tmp_path: Path, now: datetime) -> None:
    first = sealkeys.certificate_of(sealkit.signer(tmp_path, "某局", now))
    with pytest.raises(FileExistsError):
        sealkeys.make(tmp_path, "某局", "", now=now)
    second = sealkeys.certificate_of(
        sealkeys.open_key(str(sealkeys.make(tmp_path, "某局", "", now=now, renew=True)), "")
    )
    assert first.fingerprint != second.fingerprint
    assert len(list(tmp_path.glob("seal*.p12"))) == 2
