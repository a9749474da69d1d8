"""The session engine: Django's, on rows that know whose they are and when they were last used.

Django takes every failure to write a session for a session that somebody ended, and calls the request bad
(400). A database that is locked or away is not that: it stays what it is, so that people are told to come
again (503).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone
from django.utils import timezone as djangos_clock  # by it Django wrote when a session is over

from yimen.trail import rows

from .actions.sessions import write_session
from .models import Session

#: Asked at every page of whoever has a session.
_SESSIONS: rows.Ready[Session] = rows.Ready(lambda key: Session.objects.filter(session_key=key), str)


class SessionStore(db.SessionStore):
    """One browser's session. `started_at` and `seen_at` come with it, at no statement more."""

    #: When this session began and when it was last used; None: it is not there (yet).
    started_at: datetime | None = None
    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our rows."""
        return Session

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing where it is unknown or over."""
        row = _SESSIONS.first(self.session_key)
        if row is None or row.expire_date <= djangos_clock.now():
            self._session_key = None
            return {}
        self.started_at, self.seen_at = row.started_at, row.seen_at
        return self.decode(row.session_data)

    def save(self, must_create: bool = False) -> None:
        """Write it. Raises CreateError, UpdateError (it was ended meanwhile), OperationalError."""
        if self.session_key is None:
            make = self.create  # a key first; it calls us again
            make()
            return
        data: dict[str, Any] = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        now = timezone.now()
        row = Session(
            session_key=self.session_key, session_data=self.encode(data), expire_date=self.get_expiry_date(),
            account_id=int(data[SESSION_KEY]) if SESSION_KEY in data else None, started_at=now, seen_at=now,
        )  # fmt: skip
        write_session(row, must_create)
        if must_create:
            self.started_at, self.seen_at = row.started_at, row.seen_at
