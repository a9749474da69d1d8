"""Distinctive numbers go in through every door; then everything that could leak is searched for them.

Searched: each row of each table, the bytes of the database file, `dumpdata`, decoded sessions, the cache,
the whole log at DEBUG with its SQL, error pages, every page of other roles, the API, the export. Where
the number may be seen (the person's own form, a whole view with a reason) is not part of the search.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests import county as counties
from yimen.accounts import actions as accounts
from yimen.accounts.models import Session
from yimen.accounts.scopes import Scope
from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.cases.models import Case
from yimen.catalogue import actions as catalogue
from yimen.config.worker import drain
from yimen.keys import ring
from yimen.parties.models import Party
from yimen.rules.authority import SYSTEM
from yimen.rules.item import FieldUse
from yimen.rules.terms import FieldType
from yimen.trail import relay
from yimen.trail.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]

ITEM = counties.item_code(77)
NUMBER, OTHER = counties.id_number("19710307", 571), counties.id_number("19660418", 692)
PHONE, CONTACT, THIRD = "18877713571", "18866624682", "18855535793"
ADDRESS, HOME = "云溪县梧桐镇柳荫路八十八号六栋", "云溪县百果乡杏花巷七十三号"
CARD = "6217003456789012345"
PASSWORD = "Yunxi-planted-2026!"
PLANTED = (NUMBER, OTHER, PHONE, CONTACT, THIRD, "八十八号六栋", "七十三号", CARD)


def leaks(text: str) -> list[str]:
    """The planted values that stand in a text, also as JSON writes them."""
    return [one for one in PLANTED if one in text or json.dumps(one)[1:-1] in text]


@dataclass
class World:
    """The county, an item that asks for everything, and what was logged."""

    county: counties.County
    log: io.StringIO
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """A browser of somebody of the county; errors become pages, as when served."""
        if who not in self.clients:
            self.clients[who] = Client(raise_request_exception=False)
            account = self.county.accounts[who]
            self.clients[who].force_login(account)
        return self.clients[who]


def publish(county: counties.County) -> None:
    """An item whose form asks for each kind of personal number."""
    plain = next(s for s in counties.specs() if s.code == counties.LICENCE)
    form = (
        FieldUse("owner_id", "经营者证件", FieldType.ID_NUMBER),
        FieldUse("tel", "店里的手机", FieldType.PHONE),
        FieldUse("home", "住址", FieldType.ADDRESS),
        FieldUse("bank_account", "收款账号"),
        FieldUse("story", "情况说明", FieldType.LONG_TEXT),
    )
    spec = replace(plain, code=ITEM, name="什么都问的事项", form=form, materials=plain.materials[1:2])
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, [spec], effective_from=date(2026, 1, 1), document="云审发〔2026〕9号", now=county.now
        )


@pytest.fixture
def world(log):
    ring.forget()
    county = counties.build(timezone.now())
    publish(county)
    return World(county, log)


def _register(world: World) -> Client:
    """By the registration page, with a wrong try first."""
    browser = Client(raise_request_exception=False)
    sent = {"phone": PHONE, "name": "贺兰山", "id_number": NUMBER, "password": PASSWORD, "again": "differs"}
    assert browser.post("/register/", sent).status_code == 422
    done = browser.post("/register/", {**sent, "again": PASSWORD, "once": "r" * 32})
    assert done.status_code == 302, done.content.decode()
    changed = browser.post(
        "/account/contact/", {"phone": PHONE, "address": ADDRESS, "password": PASSWORD, "once": "c" * 32}
    )
    assert changed.status_code == 302
    return browser


def _apply(world: World, browser: Client) -> str:
    """By the pages: form wrong, form right, a file with a telling name, contact, submit."""
    party = Party.objects.get(id_number=NUMBER).pk
    browser.post(f"/apply/{ITEM}/", {"party": party, "once": "a" * 32})
    number = Case.objects.get(party=party).number
    place = f"/apply/case/{number}"
    answers = {
        "a-owner_id": NUMBER, "a-tel": CONTACT, "a-home": HOME, "a-bank_account": CARD,
        "a-story": f"店主 {NUMBER}，电话 {THIRD}，卡 {CARD}",
    }  # fmt: skip
    wrong = browser.post(f"{place}/form/", {**answers, "a-tel": f"{CONTACT}9"})
    assert wrong.status_code == 422
    assert browser.post(f"{place}/form/", answers).status_code == 302
    told = PngInfo()
    told.add_text("note", f"{NUMBER} {CARD} {PHONE}")
    image = io.BytesIO()
    Image.new("RGB", (6, 6)).save(image, "PNG", pnginfo=told)
    scan = SimpleUploadedFile(f"身份证{NUMBER}.png", image.getvalue(), content_type="image/png")
    assert browser.post(f"{place}/materials/", {"m-0": scan}).status_code == 302
    sent = {"contact_phone": CONTACT, "promise": "yes", "once": "s" * 32,
            "rev": Case.objects.get(number=number).rev}  # fmt: skip
    done = browser.post(f"{place}/check/", sent)
    assert done.status_code == 302, done.content.decode()
    return number


def _at_the_window(world: World) -> None:
    """The clerk looks up and registers a person, and finds by number and telephone."""
    clerk = world.client("clerk")
    for q in (NUMBER, PHONE, OTHER):
        clerk.post("/desk/new/", {"q": q})
        clerk.post("/desk/find/", {"q": q})
    sent = {"kind": "person", "name": "贺小川", "number": OTHER, "phone": THIRD, "address": HOME}
    assert clerk.post("/desk/new/register/", {**sent, "phone": "12"}).status_code == 422
    assert clerk.post("/desk/new/register/", {**sent, "once": "w" * 32}).status_code == 302


def _decide(world: World, number: str) -> None:
    """Acts whose free text carries numbers."""
    now, county = timezone.now(), world.county
    actions.receive(county["clerk"], number, now=now)
    actions.ask_correction(
        county["clerk"], number, reason=f"请打 {CONTACT}", rejected={"M-PLAN": f"图上写着 {THIRD}"}, now=now
    )
    actions.attach(county["clerk"], number, "M-PLAN", None, now=now, how="1")
    actions.supply(county["clerk"], number, now=now)
    actions.accept(county["clerk"], number, now=now)
    actions.opinion(county["officer"], number, verdict="agree", text=f"核过 {NUMBER}", now=now)


def _fail(world: World, number: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A view and a reaction fail with the numbers in their mouths; the error pages."""

    def boom(*args, **kwargs):
        raise ValueError(f"cannot read {NUMBER} of {PHONE}, card {CARD}")  # fmt: skip

    with monkeypatch.context() as broken:
        broken.setattr(cases, "case_page", boom)
        pages = [world.client("clerk").get(f"/desk/cases/{number}/")]
        secret = accounts.make_token(
            world.county["clerk"], "测试", [str(Scope.CASES_READ)], 30, now=timezone.now()
        ).secret
        api = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})
        pages.append(api.get(f"/api/v1/cases/{number}"))
    assert [page.status_code for page in pages] == [500, 500]
    event = Event.objects.filter(stream=number).first()
    Event.objects.filter(pk=event.pk).update(due_at=timezone.now(), attempts=relay.TRIES - 1)
    relay.run_due({event.kind: (boom,)}, timezone.now())
    assert "cannot read" in Event.objects.get(pk=event.pk).error
    return [page.content.decode() for page in pages]


@pytest.fixture
def planted(world, monkeypatch):
    """Everything done; the case's number and the error pages."""
    browser = _register(world)
    number = _apply(world, browser)
    _at_the_window(world)
    _decide(world, number)
    drain(timezone.now())
    pages = _fail(world, number, monkeypatch)
    Client(raise_request_exception=False).post("/login/", {"login": PHONE, "password": "wrong-wrong-1"})
    assert Client().get(f"/items/?q={PHONE}").status_code == 200
    return number, pages


def _rows() -> str:
    """Every row of every table as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(found)


def _file() -> str:
    """The bytes of the database file with its log, or nothing where there is no file."""
    if connection.vendor != "sqlite":
        return ""
    name = Path(connection.settings_dict["NAME"])
    parts = [Path(f"{name}{end}") for end in ("", "-wal")]
    return "".join(p.read_bytes().decode("utf-8", "replace") for p in parts if p.exists())


def _dump() -> str:
    stream = io.StringIO()
    call_command("dumpdata", stdout=stream)
    return stream.getvalue()


def test_nothing_at_rest(world, planted):
    rows = _rows()
    assert "贺兰山" in rows, "the search sees what lies in clear: names do"
    assert [line[:120] for line in rows.splitlines() if leaks(line)] == []
    file = _file()
    assert ("贺兰山" in file) is (connection.vendor == "sqlite")
    assert leaks(file) == []
    assert leaks(_dump()) == []
    assert leaks(str([one.get_decoded() for one in Session.objects.all()])) == []
    assert leaks(str(vars(cache).get("_cache", ""))) == []
    kept = [p for folder in (site.FILES_ROOT, site.DATA_DIR) for p in Path(folder).rglob("*")]
    assert leaks("\n".join(str(p) for p in kept)) == []
    contents = [p.read_bytes().decode("latin-1") for p in kept if p.is_file()]
    assert contents and [leaks(one) for one in contents if leaks(one)] == [], "files lie sealed"


def test_nothing_in_the_log(world, planted):
    text = world.log.getvalue()
    assert "SELECT" in text and "cannot read 4399" in text, "the log holds SQL and the failure"
    assert [line[:200] for line in text.splitlines() if leaks(line)] == []
    visits = [one.read_text(encoding="utf-8") for one in Path(site.ACCESS_LOG_DIR).glob("*.jsonl")]
    assert f"/cases/{planted[0]}" in "".join(visits), "the access log holds what was asked for"
    assert [line[:200] for text in visits for line in text.splitlines() if leaks(line)] == []


def test_nothing_on_error_pages_nor_pages_of_others(world, planted):
    number, errors = planted
    assert [leaks(page) for page in errors] == [[], []]
    party = Party.objects.get(id_number=NUMBER).pk
    paper = Case.objects.get(number=number).documents.order_by("id").values_list("number", flat=True)
    pages = {
        "clerk": ["/desk/", "/desk/intake/", f"/desk/cases/{number}/", f"/desk/new/{party}/",
                  "/desk/accounts/",
                  f"/desk/accounts/{party}/",
                  *[f"/desk/cases/{number}/papers/{one}/" for one in paper]],
        "officer": ["/review/", f"/review/cases/{number}/"],
        "head": ["/review/", f"/review/cases/{number}/"],
        "supervisor": ["/watch/", "/watch/cases/", f"/watch/cases/{number}/", f"/watch/cases/{number}/trail/",
                       "/watch/views/"],
        "admin": ["/admin/dead/", "/admin/relay/", "/admin/staff/"],
        "wang": ["/my/", "/account/", f"/cases/{number}/"],
    }  # fmt: skip
    for who, addresses in pages.items():
        for address in addresses:
            client = world.client(who)
            if address.endswith(f"/{party}/"):  # opens after a search that found who it is
                search = address.removesuffix(f"{party}/")
                assert client.post(search, {"q": NUMBER}).headers["Location"] == address
            answer = client.get(address)
            assert answer.status_code in {200, 404}, (who, address, answer.status_code)
            text = b"".join(answer).decode() if answer.streaming else answer.content.decode()
            if "/papers/" in address:
                continue  # a document is the applicant's own: its reasons stand as the organ wrote them
            assert leaks(text) == [], (who, address)
    found = world.client("supervisor").post("/watch/cases/", {"q": PHONE}).content.decode()
    assert number in found


def test_nothing_by_the_interface_nor_in_exports(world, planted, tmp_path):
    number, _ = planted
    for who in ("clerk", "officer", "head", "supervisor"):
        scopes = [str(one) for one in Scope if one is not Scope.PERSONAL_READ]
        secret = accounts.make_token(world.county[who], "测试", scopes, 30, now=timezone.now()).secret
        api = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})
        for path in (f"/cases/{number}", f"/cases/{number}/history", "/cases?inbox=window",
                     f"/parties?number={OTHER}"):  # fmt: skip
            answer = api.get(f"/api/v1{path}")
            assert answer.status_code in {200, 403}, (who, path)
            body = answer.json()
            body.pop("instance", None)
            assert leaks(json.dumps(body, ensure_ascii=False)) == [], (who, path)
    out = tmp_path / "trail.export"
    call_command("export-trail", str(out))
    assert "case.submitted" in out.read_text(encoding="utf-8", errors="replace")
    assert leaks(out.read_text(encoding="utf-8", errors="replace")) == []
