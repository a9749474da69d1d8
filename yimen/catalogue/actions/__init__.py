"""Every write of the catalogue: definitions, drafts, publishing, the state of an item, many at once."""

from __future__ import annotations

from .bulk import Bulk, bulk_publish
from .bundles import compose, publish_bundle, refresh_bundle
from .define import Defined, define_element, define_material
from .draft import Checked, Discarded, Drafted, check, discard_draft, save_draft
from .importing import Imported, import_catalogue
from .merging import Merged, merge_materials, undo_merge
from .popularity import count_filed
from .publish import Published, TookEffect, publish, take_effect
from .state import Stands, cancel, resume, suspend

__all__ = [
    "Bulk",
    "Checked",
    "Defined",
    "Discarded",
    "Drafted",
    "Imported",
    "Merged",
    "Published",
    "Stands",
    "TookEffect",
    "bulk_publish",
    "cancel",
    "check",
    "compose",
    "count_filed",
    "define_element",
    "define_material",
    "discard_draft",
    "import_catalogue",
    "merge_materials",
    "publish",
    "publish_bundle",
    "refresh_bundle",
    "resume",
    "save_draft",
    "suspend",
    "take_effect",
    "undo_merge",
]  # fmt: skip
