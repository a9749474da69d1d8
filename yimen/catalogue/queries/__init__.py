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

__all__ = [
    "Body", "Change", "Counted", "ElementRow", "Figures", "FindingCount", "FindingRow", "Found",
    "ImportRow", "ItemPage", "ItemRow", "KeeperRow", "MaterialRow", "Page", "Results", "Usage",
    "VersionRow", "browse", "by_codes", "current_version", "departments_with_items", "diff", "differences",
    "draft", "elements", "figures", "finding_counts", "findings", "forget_specs", "import_findings",
    "import_run", "imports",
    "item", "item_page", "kept", "material", "materials", "names", "open_count", "popular", "search", "spec",
    "topics", "usage", "version", "version_findings", "versions",
]  # fmt: skip
