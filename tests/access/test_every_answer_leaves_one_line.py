"""Pages, interface, files, refusals, failures, what a middleware answers early: one line each, no number."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.http import FileResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from tests import county as counties
from tests.web.staff_world import county, signed_in  # noqa: F401
from yimen.access.middleware import AccessLog
from yimen.accounts import actions as accounts
from yimen.accounts.scopes import Scope
from yimen.config.logs import Masked
from yimen.rules.authority import Actor

pytestmark = [pytest.mark.django_db]
PHONE = "19955556666"


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(one) for path in sorted(folder.glob("*")) for one in path.read_bytes().splitlines()]


def one_line(folder: Path, before: int) -> dict[str, Any]:
    found = lines(folder)
    assert len(found) == before + 1
    return found[-1]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200), ("/login/", 200), ("/my/", 302), ("/no/such/page/", 404), ("/api/v1/items", 200),
        ("/api/v1/cases", 401), ("/api/nothing", 404), ("/healthz", 200), ("/logout/", 405),
        ("/static/no-such-file.css", 404), ("/api/v1/openapi.json", 200),
    ],
)  # fmt: skip
def test_what_a_visitor_asks_for(folder: Path, county: counties.County, path: str, status: int) -> None:  # noqa: F811
    answer = Client().get(path, headers={"User-Agent": "Test " + "x" * 300})
    assert answer.status_code == status
    found = one_line(folder, 0)
    assert (found["method"], found["path"], found["status"]) == ("GET", path, status)
    assert (found["who"], found["from"]) == ("-", "127.0.0.1")
    assert found["bytes"] == len(answer.content) and 0 < found["ms"] < 60_000
    assert found["id"] == answer.headers["X-Request-Id"] and len(found["agent"]) == 120


def test_files_of_the_package_leave_none_but_carry_a_number(folder: Path) -> None:
    answer = Client().get("/static/zw-base.css")
    assert answer.status_code == 200 and answer.getvalue()
    assert len(answer.headers["X-Request-Id"]) == 16
    assert lines(folder) == []


def test_who_acted(folder: Path, county: counties.County) -> None:  # noqa: F811
    assert signed_in(county, "clerk").get("/desk/").status_code == 200
    assert one_line(folder, 0)["who"] == county["clerk"].label
    assert signed_in(county, "li").get("/my/").status_code == 200
    assert one_line(folder, 1)["who"] == county["li"].label
    secret = accounts.make_token(county["clerk"], "t", [str(Scope.CASES_READ)], 30, now=county.now).secret
    api = Client(headers={"Authorization": f"Bearer {secret}"})
    assert api.get("/api/v1/cases?inbox=window").status_code in {200, 401, 403}
    found = one_line(folder, 2)
    assert secret not in json.dumps(found)


def test_a_refusal_in_a_middleware_is_not_forgotten(folder: Path, county: counties.County) -> None:  # noqa: F811
    assert Client().get("/", headers={"Host": "evil.example"}).status_code == 400
    assert one_line(folder, 0)["status"] == 400
    assert Client(enforce_csrf_checks=True).post("/login/", {"login": PHONE}).status_code == 403
    assert one_line(folder, 1)["status"] == 403
    assert signed_in(county, "li").get("/admin/staff/").status_code == 403
    assert one_line(folder, 2)["who"] == county["li"].label


def test_a_failure_has_the_same_number_in_the_error_log(
    folder: Path,
    county: counties.County,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    settings: Any,
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("yimen.web.entrance.notes.render", broken)
    seen: list[str] = []
    form = Masked(settings.LOGGING["formatters"]["line"]["fmt"])

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(form.format(record))

    handler = Keep()
    logging.getLogger("django.request").addHandler(handler)
    try:
        answer = Client(raise_request_exception=False).get("/help/")
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    assert answer.status_code == 500 and one_line(folder, 0)["status"] == 500
    assert f"[{answer.headers['X-Request-Id']}]" in seen[-1] and "ZeroDivisionError" in seen[-1]


def sent_by(answer: Any, path: str = "/files/x/") -> Any:
    return AccessLog(lambda request: answer)(RequestFactory().get(path))


def test_an_answer_in_pieces_is_counted_when_it_was_sent(folder: Path) -> None:
    answer = sent_by(StreamingHttpResponse(iter([b"abc", b"de"])))
    assert lines(folder) == [], "it is not known yet what goes out"
    assert b"".join(answer) == b"abcde"
    answer.close()
    answer.close()
    assert one_line(folder, 0)["bytes"] == 5


def test_one_that_the_reader_broke_off_is_counted_as_far_as_it_went(folder: Path) -> None:
    answer = sent_by(StreamingHttpResponse(iter([b"abc", b"de"])))
    assert next(iter(answer)) == b"abc"
    answer.close()
    assert one_line(folder, 0)["bytes"] == 3


def test_a_file_is_handed_to_the_server_as_it_is(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"x" * 9)
    answer = sent_by(FileResponse((tmp_path / "one").open("rb")))
    assert answer.file_to_stream is not None, "the server may send it by itself"
    answer.close()
    assert one_line(folder, 0)["bytes"] == 9


def test_what_no_handler_turned_into_an_answer_leaves_a_line_too(folder: Path) -> None:
    def ends(request: Any) -> Any:
        raise SystemExit

    with pytest.raises(SystemExit):
        AccessLog(ends)(RequestFactory().get("/x/"))
    assert one_line(folder, 0)["status"] == 500


def test_no_number_of_a_person_and_nothing_behind_the_question_mark(folder: Path) -> None:
    Client().get(f"/items/{PHONE}/?q={PHONE}&code=secret", headers={"User-Agent": f"App/{PHONE}"})
    raw = b"".join(path.read_bytes() for path in folder.iterdir())
    assert PHONE.encode() not in raw and b"secret" not in raw and b"199****6666" in raw


def test_the_address_is_believed_as_far_as_own_proxies_reach(folder: Path, settings: Any) -> None:
    sent = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
    Client().get("/healthz", headers=sent)
    settings.PROXIES = 1
    Client().get("/healthz", headers=sent)
    assert [one["from"] for one in lines(folder)] == ["127.0.0.1", "198.51.100.7"]
    Client().get("/healthz", headers={"X-Forwarded-For": "2001:db8::17"})
    assert lines(folder)[-1]["from"] == "2001:db8::17", "the whole address: a network is no caller"


def test_a_head_request_sends_no_body(folder: Path) -> None:
    assert Client().head("/healthz").status_code == 200
    assert one_line(folder, 0)["bytes"] == 0


def test_an_actor_is_named_by_label_only() -> None:
    assert Actor(account=7, name="李敏").label == "account:7"
