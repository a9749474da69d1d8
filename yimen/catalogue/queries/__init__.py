"""Every read of the catalogue: one item, lists, search, definitions, differences, the quality report."""

from __future__ import annotations

from .browse import (
    Counted,
    ItemRow,
    KeeperRow,
    Page,
    browse,
    by_codes,
    departments_with_items,
    kept,
    open_count,
    popular,
    topics,
)
from .difference import Change, diff, differences
from .figures import Figures, figures
from .find import Found, Results, search
from .items import (
    Body,
    ItemPage,
    VersionRow,
    current_version,
    draft,
    forget_specs,
    item,
    item_page,
    names,
    spec,
    version,
    versions,
)
from .rarity import forget as forget_counts
from .report import (
    FindingCount,
    FindingRow,
    ImportRow,
    finding_counts,
    findings,
    import_findings,
    import_run,
    imports,
    version_findings,
)
from .shared import ElementRow, MaterialRow, Usage, elements, material, materials, usage
from .twins import Group, MergeRow, Twin, alike, groups, merged, merges, standing_for, usable_days

__all__ = [
    "Body", "Change", "Counted", "ElementRow", "Figures", "FindingCount", "FindingRow", "Found", "Group",
    "ImportRow", "ItemPage", "ItemRow", "KeeperRow", "MaterialRow", "MergeRow", "Page", "Results", "Twin",
    "Usage", "VersionRow", "alike", "browse", "by_codes", "current_version", "departments_with_items",
    "diff", "differences", "draft", "elements", "figures", "finding_counts", "findings",
    "forget_counts", "forget_specs", "groups", "import_findings", "import_run", "imports", "item",
    "item_page", "kept", "material", "materials", "merged", "merges", "names", "open_count", "popular",
    "search", "spec", "standing_for", "topics", "usable_days", "usage", "version", "version_findings",
    "versions",
]  # fmt: skip
