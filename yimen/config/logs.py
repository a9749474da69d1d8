"""Logs name no person: numbers inside messages, exceptions and stacks are masked before they are written."""

from __future__ import annotations

import logging
import re
import time

from gunicorn.glogging import Logger

from yimen.access import current
from yimen.rules.masking import mask_text

#: What could begin a line, or move the cursor of whoever reads the log in a terminal.
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_IN_TRACES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def _escaped(found: re.Match[str]) -> str:
    return found.group().encode("unicode_escape").decode()


class Masked(logging.Formatter):
    """Masks the finished line, so that nothing goes round it: arguments, traceback and stack included.

    One entry is one line: breaks within the message are escaped, lines of a traceback begin with a tab, so
    nothing that was typed can pass for an entry of its own. Times are UTC, ISO 8601.
    """

    converter = time.gmtime  # type: ignore[assignment]
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (the name is the framework's)
        """The line without traceback, in one piece."""
        return _BREAKS.sub(_escaped, super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        """The line with every telephone, identity and bank card number masked.

        `request_number` is that of the request in hand (X-Request-Id), by which the access log has it too.
        """
        record.request_number = current.number() or "-"
        text = _IN_TRACES.sub(_escaped, super().format(record))
        return mask_text(text.replace("\n", "\n\t"))


class ServerLog(Logger):  # type: ignore[misc]
    """gunicorn's own log in the same form; it has handlers of its own."""

    def setup(self, cfg: object) -> None:
        """Mask what its handlers write."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                kept = handler.formatter
                handler.setFormatter(Masked(kept._fmt if kept else None, kept.datefmt if kept else None))
