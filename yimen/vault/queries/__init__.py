"""Every read of the vault: files by their address (files), what is on file (library), the seal (seals)."""

from .files import FileFacts, by_ids, by_key, open_content, path_of, preview
from .library import HeldRow, Used, UseRow, files_of, held_rows, holdings, opens_file, use_rows, used_in
from .seals import (
    Merger,
    Replaced,
    certificates,
    custodians,
    facts_of,
    fingerprints,
    is_custodian,
    merger,
    the_seal,
    uses,
    uses_of_digest,
)

__all__ = [
    "FileFacts", "HeldRow", "Merger", "Replaced", "UseRow", "Used", "by_ids", "by_key", "certificates",
    "custodians", "facts_of", "files_of", "fingerprints", "held_rows", "holdings", "is_custodian", "merger",
    "open_content", "opens_file", "path_of", "preview", "the_seal", "use_rows", "used_in", "uses",
    "uses_of_digest",
]  # fmt: skip
