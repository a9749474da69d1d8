"""What is logged is masked, one line an entry, in UTC: messages, exceptions, stacks; the server's too."""

from __future__ import annotations

import io
import logging
import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings

from yimen.config.logs import Masked, ServerLog
from yimen.config.management.commands.serve import options

PHONE, NUMBER, CARD = "19955556666", "439926197007070771", "6222021234567890123"


@pytest.fixture
def written():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Masked(settings.LOGGING["formatters"]["line"]["fmt"]))
    log = logging.Logger("yimen.test", logging.DEBUG)
    log.addHandler(handler)
    return SimpleNamespace(log=log, text=stream.getvalue)


def test_messages_arguments_and_exceptions(written):
    written.log.info("call %s", PHONE)
    written.log.warning({"id": NUMBER})
    try:
        raise ValueError(f"bad card {CARD}")
    except ValueError:
        written.log.exception("for %(id)s", {"id": NUMBER}, stack_info=True)
    text = written.text()
    assert "199****6666" in text and "bad card 6222" in text and "Traceback" in text
    assert not any(one in text for one in (PHONE, NUMBER, CARD))


ENTRY = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z (?:INFO|WARNING|ERROR) yimen\.test ")


def test_a_line_break_does_not_begin_a_line(written):
    """Whatever somebody types, each entry begins with its own time and nothing else begins a line."""
    forged = "x\r\n2026-11-26T00:00:00.000Z INFO yimen.test signed in\x1b[2J\u2028\x85end"
    written.log.info("path %s", forged)
    written.log.warning({"typed": forged})
    try:
        raise ValueError(forged)
    except ValueError:
        written.log.exception("failed on %s", forged)
    lines = written.text().splitlines()
    entries = [line for line in lines if not line.startswith("\t")]
    assert len(entries) == 3 and all(ENTRY.match(line) for line in entries)
    assert "\\r\\n2026" in entries[0] and "\x1b" not in written.text()
    assert any("Traceback" in line for line in lines)


def test_times_name_their_zone(written):
    before = datetime.now(UTC)
    written.log.info("now")
    moment = datetime.fromisoformat(written.text().split(" ")[0])
    assert moment.utcoffset() == timedelta(0)
    assert abs(moment - before) < timedelta(minutes=1)


def test_a_case_number_stays_readable(written):
    written.log.info("case 4399262026111620361171")
    assert "4399262026111620361171" in written.text()


def test_every_handler_of_the_site_masks():
    made = settings.LOGGING
    assert {made["formatters"][h["formatter"]]["()"] for h in made["handlers"].values()} == {
        "yimen.config.logs.Masked"
    }


def test_the_server_masks_its_own_log(db):
    assert options("127.0.0.1:0")["logger_class"] is ServerLog
    gunicorn = pytest.importorskip("gunicorn.config")
    log = ServerLog(gunicorn.Config())
    handlers = [*log.error_log.handlers, *log.access_log.handlers]
    try:
        assert handlers and all(isinstance(h.formatter, Masked) for h in log.error_log.handlers)
        record = log.error_log.makeRecord("gunicorn.error", 40, "", 0, "Error: %s", (NUMBER,), None)
        assert NUMBER not in log.error_log.handlers[0].format(record)
    finally:
        log.error_log.handlers, log.access_log.handlers = [], []
