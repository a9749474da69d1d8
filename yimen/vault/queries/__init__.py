"""Every read of the vault: files by their address (files), the seal register (seals)."""

from .files import FileFacts, by_ids, by_key, open_content, path_of, preview
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
    "FileFacts", "Merger", "Replaced", "by_ids", "by_key", "certificates", "custodians", "facts_of",
    "fingerprints", "is_custodian", "merger", "open_content", "path_of", "preview", "the_seal", "uses",
    "uses_of_digest",
]  # fmt: skip
