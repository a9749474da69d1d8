"""Every read of the vault: files (files), what is on file (library), the seal (seals), licences."""

from .files import FileFacts, by_ids, by_key, open_content, path_of, preview
from .library import HeldRow, Used, UseRow, files_of, held_rows, holdings, opens_file, use_rows, used_in
from .licences import (
    Face,
    Held,
    act_of_item,
    by_check,
    by_file,
    by_id,
    by_number,
    editions,
    held_by,
    of_case,
    of_party,
    require_named,
    spec_of_type,
    type_by_code,
    types,
    versions,
)
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
from .verifying import Uploaded, examine_upload

__all__ = [
    "Face", "FileFacts", "Held", "HeldRow", "Merger", "Replaced", "Uploaded", "UseRow", "Used",
    "act_of_item", "by_check", "by_file", "by_id", "by_ids", "by_key", "by_number", "certificates",
    "custodians", "editions", "examine_upload", "facts_of", "files_of", "fingerprints", "held_by",
    "held_rows", "holdings", "is_custodian", "merger", "of_case", "of_party", "open_content",
    "opens_file", "path_of", "preview", "require_named", "spec_of_type", "the_seal", "type_by_code",
    "types", "use_rows", "used_in", "uses", "uses_of_digest", "versions",
]  # fmt: skip
