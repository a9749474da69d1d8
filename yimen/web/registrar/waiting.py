"""Files that wait between the rehearsal of an import and its confirmation: kept by digest for a day.

They stay after the confirmation too, so that the same confirmation sent twice is answered with its one run.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core import signing

from yimen.catalogue.importing import Source

#: How long a rehearsed file waits to be confirmed.
WAITS = timedelta(days=1)
_SALT = "yimen.catalogue.import"


def _folder() -> Path:
    return Path(settings.FILES_ROOT) / "waiting-imports"


def put_by(source: Source, account: int | None, now: datetime) -> str:
    """Keep the file; a signed token that brings it back for this account. Files of yesterday go."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if datetime.fromtimestamp(old.stat().st_mtime, UTC) < now - WAITS:
            old.unlink(missing_ok=True)
    (folder / source.digest).write_bytes(source.content)
    told = {"digest": source.digest, "name": source.name, "mapping": source.mapping, "account": account}
    return signing.dumps(told, salt=_SALT)


def take(token: str, account: int | None) -> Source | None:
    """The file of a token, or None when it is not this account's, too old, or gone."""
    try:
        told = signing.loads(token, salt=_SALT, max_age=WAITS)
    except signing.BadSignature:
        return None
    path = _folder() / str(told["digest"])
    if told["account"] != account or not path.is_file():
        return None
    return Source(told["name"], path.read_bytes(), told["mapping"])
