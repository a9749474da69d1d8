"""Every algorithm that the source names stands in docs/security/inventory.toml, and none of them is weak."""

from __future__ import annotations

import ast
import re
import tomllib

from tests.architecture import tree
from tests.architecture.test_nothing_dangerous_is_called import imported, under


def inventory() -> dict[str, list[str]]:
    """What docs/security/inventory.toml says: file → the names of algorithms it uses."""
    read = tomllib.loads((tree.ROOT / "docs/security/inventory.toml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {}
    for one in read["algorithm"]:
        for path, names in one["used"].items():
            found.setdefault(path, []).extend(names)
    return found


#: Parts of the libraries that are no algorithm: forms, errors, names.
NO_ALGORITHM = re.compile(
    r"exceptions|serialization|^cryptography\.x509|oid|Cipher$|ciphers\.(aead|algorithms|modes)$|primitives\.(hashes|"
    r"ciphers|hmac|asymmetric|kdf|kdf\.\w+|asymmetric\.\w+)$|primitives$|^cryptography$|\.Hash$|^hmac$|^hashlib$|^secrets$"
)
LIBRARIES = {
    "cryptography",
    "hashlib",
    "hmac",
    "secrets",
    "Crypto",
    "gmssl",
    "nacl",
    "jwt",
    "jose",
    "bcrypt",
    "argon2",
}
HASHLIB = re.compile(r"\b(?:hashlib|hashes|modes|algorithms|ec|hmac|padding)\.(\w+)")
WEAK = re.compile(
    r"md5|sha1\b|sha_1|ECB|CBC|DES|RC4|ARC4|PKCS1v15|Blowfish|CAST5|SEED\b|DSA\b|SECP192|SECT163",
    re.IGNORECASE,
)


def algorithms(path: str, module: ast.Module) -> set[str]:
    """The algorithms that a file names: imported from the libraries, or as an attribute of them."""
    names = {
        name.rpartition(".")[2]
        for _, name in imported(module)
        if under(name, LIBRARIES) and not NO_ALGORITHM.search(name)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute):
            names |= set(HASHLIB.findall(ast.unparse(node)))
        elif isinstance(node, ast.Call):
            names |= chosen(node)
    return names - {"compare_digest", "new", "HashAlgorithm"}


def chosen(call: ast.Call) -> set[str]:
    """What a call of Django or pyHanko chooses by name; `salted_hmac` told nothing takes SHA-1."""
    told = {one.arg: one.value for one in call.keywords if isinstance(one.value, ast.Constant)}
    named = {str(value.value) for arg, value in told.items() if arg in {"algorithm", "md_algorithm"}}
    called = ast.unparse(call.func).rpartition(".")[2]
    if called == "salted_hmac":
        return named or {"sha1"}
    if called in {"TimestampSigner", "Signer"} or ast.unparse(call.func) in {
        "signing.dumps",
        "signing.loads",
    }:
        return named or {"signing"}
    return named


def test_algorithms_are_those_of_the_inventory() -> None:
    known, found = inventory(), []
    for path, module in tree.sources():
        used = algorithms(path, module)
        found += [f"{path}: {name} is not in the inventory" for name in used - set(known.get(path, []))]
        found += [f"{path}: {name} is no longer used" for name in set(known.get(path, [])) - used]
        found += [f"{path}: {name} is weak" for name in used if WEAK.fullmatch(name)]
    tree.nothing(found, "Cryptography and its inventory differ")
    assert set(known) <= {path for path, _ in tree.sources()}


def test_a_planted_cipher_is_seen() -> None:
    source = "from cryptography.hazmat.primitives.ciphers.modes import ECB\nimport hashlib\nhashlib.md5(b'')"
    assert algorithms("yimen/x.py", tree.parse(source)) == {"ECB", "md5"}
    assert algorithms("yimen/x.py", tree.parse("salted_hmac('a', b)")) == {"sha1"}
    assert all(WEAK.fullmatch(one) for one in ("ECB", "md5", "SHA1", "CBC"))
    assert not any(WEAK.fullmatch(one) for one in ("GCM", "SM4", "sha256", "SECP256R1", "Ed25519PrivateKey"))
