"""What is logged is masked: messages, arguments, exceptions, stacks; of the product and of its server."""

from __future__ import annotations

import io
import logging
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
