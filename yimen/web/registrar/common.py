"""What the keeper's pages share: who may open them, the item with its versions, the draft as a spec."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from yimen.catalogue import queries as catalogue
from yimen.catalogue.queries import VersionRow
from yimen.catalogue.refusals import ItemUnknown
from yimen.rules.item import ItemSpec
from yimen.rules.terms import Role

#: Who keeps the catalogue.
KEEPERS = (Role.KEEPER, Role.ADMIN)
FINDING_COLOURS = {"error": "red", "warning": "amber"}


@dataclass(frozen=True)
class Opened:
    """One item as its keeper opens it: every version, newest first, the open draft and the one in force.

    `spec`: what editing starts from (the draft, else the newest published version).
    """

    code: str
    versions: list[VersionRow]
    draft: VersionRow | None
    current: VersionRow | None
    spec: ItemSpec

    @property
    def name(self) -> str:
        """The name as it stands now."""
        return self.spec.name

    @property
    def top(self) -> int:
        """The highest version number."""
        return self.versions[0].number if self.versions else 0


def open_item(code: str) -> Opened:
    """The item for its keeper. Raises ItemUnknown (404)."""
    versions = catalogue.versions(code)
    if not versions:
        raise ItemUnknown(item=code)
    draft = next((one for one in versions if one.state != "published"), None)
    current = next((one for one in versions if one.current), None)
    return Opened(code, versions, draft, current, catalogue.spec((draft or versions[0]).id))


def crumbs(code: str = "", name: str = "", *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page below an item."""
    start = [("/catalogue/", _("事项目录"))]
    return [*start, *([(f"/catalogue/{code}/", name)] if code else []), *more]
