"""Nothing but `seal_file` signs: only its module may call the sealing tool or open the key."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture import tree

#: Who may name what: signing itself in one place; the key also where its certificate is entered.
ALLOWED = {
    "seal_pdf": {"yimen/vault/actions/sealed.py", "yimen/vault/sealing.py"},
    "open_key": {
        "yimen/vault/actions/sealed.py", "yimen/vault/sealkeys.py",
        "yimen/config/management/commands/seal.py",
    },
    "SimpleSigner": {"yimen/vault/sealkeys.py"},
    "PdfSigner": {"yimen/vault/sealing.py"},
    "sign_pdf": {"yimen/vault/sealing.py"},
    "PKCS11Signer": {"yimen/vault/sealkeys.py"},
}  # fmt: skip


def sealers(path: str, module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        if path not in ALLOWED.get(name, {path}):
            yield f"{path}:{node.lineno} {name}"  # type: ignore[attr-defined]
        if isinstance(node, ast.ImportFrom):
            for one in node.names:
                if path not in ALLOWED.get(one.name, {path}):
                    yield f"{path}:{node.lineno} imports {one.name}"


def test_nothing_but_seal_file_seals() -> None:
    tree.nothing(tree.everywhere(sealers), "A way around the seal's record")


def test_a_planted_page_button_is_seen() -> None:
    source = "from yimen.vault import sealing\nsealing.seal_pdf(b'', None)"
    assert tree.planted(sealers, "yimen/web/approver/act.py", source) == 1
    assert tree.planted(sealers, "yimen/api/x.py", "from yimen.vault.sealing import seal_pdf") == 1
    assert tree.planted(sealers, "yimen/vault/actions/sealed.py", source) == 0
