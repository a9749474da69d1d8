"""Sweeping: what an upload left behind that was cut off. Never what is in use, never what is young.

A killed upload leaves a half-written file, content without a row, or a row that no case, library, licence or
document names. The worker takes one folder and a few rows at each look, so that a large store is gone round
in hours and no turn is held up.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, ManyToOneRel, Model, OuterRef, QuerySet

from yimen.rules.authority import SYSTEM
from yimen.rules.events import Kind
from yimen.trail import actions as trail

from ..models import StoredFile
from ..queries.files import PASSING, contents

#: Nobody is still at an upload that began a day ago; a row waits longer, for somebody may look into it.
YOUNG, YOUNG_ROW = timedelta(hours=24), timedelta(days=7)
#: How what was put aside ends.
ASIDE = ".swept"
#: Rows looked at in one go, folders of content of which one is looked at.
ROWS, SHELVES = 200, 256


@dataclass(frozen=True)
class Place:
    """Where the next look begins: which of the folders, behind which row."""

    shelf: int = 0
    row: int = 0


@dataclass(frozen=True)
class Swept:
    """What one look took away, and where the next begins."""

    halves: int
    rows: int
    contents: int
    next: Place

    @property
    def count(self) -> int:
        """All of it."""
        return self.halves + self.rows + self.contents


def sweep(place: Place, *, now: datetime) -> Swept:
    """One look. Safe beside uploads and beside another worker's look."""
    rows, row = _rows(place.row, now)
    shelf = f"{place.shelf:02x}"
    return Swept(_halves(now), rows, _contents(shelf, now), Place((place.shelf + 1) % SHELVES, row))


def _halves(now: datetime) -> int:
    """Half-written files of processes that are gone."""
    folder = Path(settings.FILES_ROOT) / PASSING
    listed = list(folder.iterdir()) if folder.is_dir() else []
    old = [one for one in listed if one.suffix != ASIDE and _is_old(one, now)]
    for one in old:
        one.unlink(missing_ok=True)
    return len(old)


def _is_old(path: Path, now: datetime) -> bool:
    try:
        return now.timestamp() - path.stat().st_mtime > YOUNG.total_seconds()
    except FileNotFoundError:
        return False


def _rows(after: int, now: datetime) -> tuple[int, int]:
    """Rows behind `after` that nothing names: (how many went, where to go on; 0 at the end)."""
    looked = list(
        StoredFile.objects.filter(pk__gt=after).order_by("pk").values_list("pk", "uploaded_at")[:ROWS]
    )
    old = [pk for pk, at in looked if now - at > YOUNG_ROW]
    gone = sum(_take_row(one, now) for one in _unnamed(old)) if old else 0
    return gone, looked[-1][0] if len(looked) == ROWS else 0


def _unnamed(ids: list[int]) -> QuerySet[StoredFile]:
    """Of these rows the ones that no column of any table points to."""
    found = StoredFile.objects.filter(pk__in=ids)
    for model, column in _pointers():
        found = found.exclude(Exists(model._base_manager.filter(**{column: OuterRef("pk")})))
    return found


def _pointers() -> list[tuple[type[Model], str]]:
    """Every foreign key to a stored file, also of nouns above this one: asked of Django."""
    fields = StoredFile._meta.get_fields(include_hidden=True)
    relations = [one for one in fields if isinstance(one, ManyToOneRel)]
    return [(one.related_model, one.field.name) for one in relations]


def _take_row(one: StoredFile, now: datetime) -> int:
    """Take a row away, unless somebody has come to name it."""
    with transaction.atomic():
        if not _unnamed([one.pk]).select_for_update(of=("self",)).exists():
            return 0
        stream = f"file:{one.pk}"
        one.delete()
        trail.append(stream, Kind.FILE_SWEPT, SYSTEM.label, now, {"digest": one.digest})
    return 1


def _contents(shelf: str, now: datetime) -> int:
    """Content of one folder that no row names."""
    root = Path(settings.FILES_ROOT)
    listed = {one: root / one[:2] / one[2:4] / one for one in contents(shelf=shelf)}
    old = {digest: path for digest, path in listed.items() if _is_old(path, now)}
    for digest in old.keys() - _named(old):
        _put_aside(digest, old[digest])
    folder = root / PASSING
    aside = sorted(folder.glob(f"*{ASIDE}")) if folder.is_dir() else []
    return sum(_decide(one, now) for one in aside)


def _named(digests: dict[str, Path]) -> set[str]:
    kept: set[str] = set()
    listed = sorted(digests)
    for start in range(0, len(listed), ROWS):
        part = StoredFile.objects.filter(digest__in=listed[start : start + ROWS])
        kept |= set(part.values_list("digest", flat=True))
    return kept


def _put_aside(digest: str, path: Path) -> None:
    """Content that no row names leaves its place: an upload of the same writes it anew from here on."""
    aside = Path(settings.FILES_ROOT) / PASSING / f"{digest}{ASIDE}"
    aside.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):  # another worker was quicker
        path.rename(aside)


def _decide(aside: Path, now: datetime) -> int:
    """Look once more at what was put aside, also by a worker that is gone: back where an upload of the same
    touched it in between, else away for good."""
    digest = aside.stem
    with suppress(FileNotFoundError):
        if not _is_old(aside, now) or StoredFile.objects.filter(digest=digest).exists():
            aside.rename(Path(settings.FILES_ROOT) / digest[:2] / digest[2:4] / digest)
            return 0
        aside.unlink()
        return 1
    return 0
