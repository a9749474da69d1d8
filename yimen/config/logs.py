"""Logs name no person: numbers inside messages, exceptions and stacks are masked before they are written."""

from __future__ import annotations

import logging

from gunicorn.glogging import Logger

from yimen.access import current
from yimen.rules.masking import mask_text


class Masked(logging.Formatter):
    """Masks the finished line, so that nothing goes round it: arguments, traceback and stack included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line with every telephone, identity and bank card number masked.

        `request_number` is that of the request in hand (X-Request-Id), by which the access log has it too.
        """
        record.request_number = current.number() or "-"
        return mask_text(super().format(record))


class ServerLog(Logger):  # type: ignore[misc]
    """gunicorn's own log in the same form; it has handlers of its own."""

    def setup(self, cfg: object) -> None:
        """Mask what its handlers write."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                kept = handler.formatter
                handler.setFormatter(Masked(kept._fmt if kept else None, kept.datefmt if kept else None))
