"""Where the seal's key lies: a PKCS#12 file, or a token behind PKCS#11 (RFC 7512 address); and how the demo's
own authority, key and certificate are made. Key material never enters the database, a log or an error.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from pyhanko.sign import signers

#: How long the demo's authority and its seal certificates hold.
AUTHORITY_DAYS, SEAL_DAYS = 3650, 1095
#: X.520 gives a name 64 bytes (upper bounds of X.509).
NAME_BYTES = 64
_BY_TOKEN = "pkcs11:"  # noqa: S105  (the start of an address)


class NoKey(RuntimeError):
    """The seal's key is not where the settings say, or its passphrase does not open it."""


@dataclass(frozen=True)
class Certificate:
    """One seal certificate: PEM, SHA-256 fingerprint (hexadecimal), subject, and the days it is in force."""

    pem: str
    fingerprint: str
    subject: str
    not_before: datetime
    not_after: datetime


def open_key(where: str, passphrase: str) -> signers.Signer:
    """The signer at a path or a `pkcs11:` address; `passphrase` is the file's or the token's PIN.

    Raises NoKey, which says what is missing and never the passphrase.
    """
    if where.startswith(_BY_TOKEN):
        return _token(where, passphrase)
    path = Path(where)
    if not path.is_file():
        raise NoKey(f"no seal key at {path}: run `yimen seal init`")
    found = signers.SimpleSigner.load_pkcs12(path, passphrase=passphrase.encode() if passphrase else None)
    if found is None:
        raise NoKey(f"the passphrase does not open {path.name}")
    return found


def certificate_of(signer: signers.Signer) -> Certificate:
    """What others need to recognise this signer. Raises NoKey for a key without a certificate."""
    found = signer.signing_cert
    if found is None:
        raise NoKey("the seal key has no certificate")
    return read_certificate(found)


def read_certificate(found: asn1.Certificate) -> Certificate:
    """The facts of one certificate."""
    own = x509.load_der_x509_certificate(found.dump())
    return Certificate(
        own.public_bytes(Encoding.PEM).decode(), own.fingerprint(hashes.SHA256()).hex(),
        found.subject.human_friendly, own.not_valid_before_utc, own.not_valid_after_utc,
    )  # fmt: skip


def make(folder: Path, holder: str, passphrase: str, *, now: datetime, renew: bool = False) -> Path:
    """A seal key and certificate (EC P-256) for `holder` in `folder`, by an authority made on the first call.

    For demonstration and trial: nobody outside knows this authority. The files are readable by the owner
    only. Raises FileExistsError where a key is already there, unless `renew` replaces it (the old one is kept
    beside it under the day it was replaced).
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / "seal.p12"
    if target.exists():
        if not renew:
            raise FileExistsError(target)
        target.replace(folder / f"seal-until-{now:%Y%m%dT%H%M%S}.p12")
    key, name = ec.generate_private_key(ec.SECP256R1()), _name(holder, "行政审批专用章")
    root, root_key = _authority(folder, holder, passphrase, now)
    made = (
        _certificate(name, root.subject, key.public_key(), now, SEAL_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False
        )
        .sign(root_key, hashes.SHA256())
    )
    packed = pkcs12.serialize_key_and_certificates(b"seal", key, made, [root], _locked(passphrase))
    _write(target, packed)
    return target


def _authority(
    folder: Path, holder: str, passphrase: str, now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    kept = folder / "authority.p12"
    if kept.exists():
        key, own, _ = pkcs12.load_key_and_certificates(kept.read_bytes(), passphrase.encode() or None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or own is None:
            raise NoKey("authority.p12 is not the authority that was made here")
        return own, key
    key, name = ec.generate_private_key(ec.SECP256R1()), _name(holder, "签章根证书（试用）")
    own = (
        _certificate(name, name, key.public_key(), now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(kept, pkcs12.serialize_key_and_certificates(b"authority", key, own, None, _locked(passphrase)))
    return own, key


def _certificate(
    name: x509.Name, by: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(by)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        # A clock a few minutes behind must not make the certificate of the future.
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(holder: str, what: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _cut(holder, NAME_BYTES)),
            x509.NameAttribute(NameOID.COMMON_NAME, _cut(holder, NAME_BYTES - len(what.encode())) + what),
        ]
    )


def _cut(text: str, most: int) -> str:
    """A text cut to so many bytes of UTF-8, between two characters."""
    return text.encode()[:most].decode(errors="ignore")


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs, content_commitment=signs, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=not signs, crl_sign=not signs, encipher_only=False,
        decipher_only=False,
    )  # fmt: skip


def _locked(passphrase: str) -> KeySerializationEncryption:
    return BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, readable by the owner only from the first byte on."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    number = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    temporary.replace(path)


def _token(address: str, pin: str) -> signers.Signer:
    """The signer in a token: pkcs11:token=<label>;object=<label>?module-path=<library>."""
    try:
        # Only a site with a token installs the extra `pkcs11`.
        from pkcs11.exceptions import PKCS11Error
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
    except ImportError as error:
        raise NoKey("a key in a token needs `pip install yimen[pkcs11]`") from error
    path, _, query = address.removeprefix(_BY_TOKEN).partition("?")
    parts = dict(part.split("=", 1) for part in path.split(";") if "=" in part)
    module = parse_qs(query).get("module-path", [""])[0]
    label = unquote(parts.get("object", ""))
    if not module or not label:
        raise NoKey("a token's address is pkcs11:token=<label>;object=<label>?module-path=<library>")
    criteria = TokenCriteria(label=unquote(parts["token"])) if "token" in parts else None
    try:
        session = open_pkcs11_session(module, token_criteria=criteria, user_pin=pin or None)
    except (PKCS11Error, OSError) as error:
        raise NoKey(f"the token does not open: {type(error).__name__}") from error
    signer = PKCS11Signer(session, cert_label=label, key_label=label)
    own = signer.signing_cert
    # Every token can sign a digest with ECDSA; few can hash as well.
    signer.use_raw_mechanism = own is not None and own.public_key.algorithm == "ec"
    made: signers.Signer = signer
    return made
