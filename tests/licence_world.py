"""The small county with items that issue a food licence and act on it, walked through by its pages only."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests import county as counties
from tests.clock import stop
from tests.vault import licencekit, sealkit
from tests.web import staffkit
from yimen.bureau import queries as bureau
from yimen.cases.models import Case
from yimen.catalogue import actions as catalogue
from yimen.catalogue import queries as catalogue_queries
from yimen.config.worker import drain
from yimen.rules.authority import SYSTEM
from yimen.rules.item import FieldUse, ItemSpec, MaterialUse
from yimen.vault import actions as vault
from yimen.vault.models import Licence

#: The item of each act on a food licence.
ITEMS = {
    word: counties.item_code(70 + n)
    for n, word in enumerate(("change", "renew", "suspend", "resume", "revoke", "cancel"))
}
#: An item of the health office that wants a food licence.
CLINIC = counties.item_code(80, counties.HEALTH)
NAMES = {
    "change": "变更",
    "renew": "延续",
    "suspend": "暂停",
    "resume": "恢复",
    "revoke": "撤销",
    "cancel": "注销",
}


def _acting(word: str) -> ItemSpec:
    """An item that acts on a licence: the licence's number, and for a change the new name of the shop."""
    licence = counties.specs()[0]
    number = FieldUse("licence_number", "许可证编号", section="证照")
    shop = FieldUse("shop_name", "店名", section="店铺")
    form = (number, shop) if word == "change" else (number,)
    return replace(
        licence, code=ITEMS[word], name=f"食品经营许可{NAMES[word]}", materials=(), form=form, special=()
    )


def _clinic() -> ItemSpec:
    plain = next(one for one in counties.specs() if one.code == counties.PLAIN)
    return replace(
        plain, code=CLINIC, name="集体用餐配送登记", department=counties.HEALTH,
        materials=(MaterialUse("M-FOOD", "食品经营许可证"),),
    )  # fmt: skip


@dataclass
class World:
    """The county, the moment at which pages are asked for, and what people do on them."""

    county: counties.County
    clock: SimpleNamespace

    @property
    def now(self) -> datetime:
        """The moment of the pages."""
        return self.clock.now

    def later(self, **span: float) -> None:
        """Time goes on; what is due is done."""
        self.clock.now += timedelta(**span)
        vault.licence_days(self.clock.now)
        drain(self.clock.now)

    def client(self, who: str) -> Client:
        """A browser of this person."""
        made = Client()
        made.force_login(self.county.accounts[who])
        return made

    def begin(self, page: str, words: str, who: str = "li") -> str:
        """From a licence's page by the button with these words; the number of the draft."""
        li = self.client(who)
        shown = li.get(page).content.decode()
        (href,) = re.findall(rf'href="(/apply/[^"]+)"[^>]*>(?:<[^>]+>)*{words}<', shown)
        opened = li.get(href.replace("&amp;", "&"))
        sent = {"party": str(self.county.parties[who].pk), "once": opened.context["once"],
                "licence": str(opened.context["held"].id)}  # fmt: skip
        answer = li.post(href.partition("?")[0], sent)
        assert answer.status_code == 302, answer.content.decode()
        return answer["Location"].split("/case/")[1].split("/")[0]

    def fill(self, number: str, **changed: str) -> None:
        """The form as the page offers it, with what is changed."""
        li, page = self.client("li"), f"/apply/case/{number}/form/"
        shown = li.get(page)
        typed = {"once": shown.context["once"]}
        for _name, group in shown.context["sections"]:
            typed |= {one["name"]: str(one["value"]) for one in group}
        answer = li.post(page, {**typed, **{f"a-{key}": value for key, value in changed.items()}})
        assert answer.status_code == 302, answer.content.decode()

    def hand_in(self, number: str) -> Any:
        """Check and submit."""
        li, page = self.client("li"), f"/apply/case/{number}/check/"
        shown = li.get(page)
        sent = {"contact_phone": "19900000001", "promise": "yes", "once": shown.context["once"],
                "rev": str(shown.context["case"].rev)}  # fmt: skip
        return li.post(page, sent)

    def accept(self, number: str) -> None:
        """The clerk receives and accepts."""
        desk, page = self.client("clerk"), f"/desk/cases/{number}/"
        shown = desk.get(page)
        checked = {f"m-{one['code']}": "ok" for one in shown.context["materials"]}
        sent = {**staffkit.hidden(shown), **checked, "do": "decide", "outcome": "accept"}
        answer = desk.post(f"{page}decide/", sent)
        assert (answer.status_code, state(number)) == (302, "reviewing"), answer.content.decode()

    def decide(self, number: str) -> None:
        """Two opinions and the decision, each by its own official on the page."""
        for who, name, outcome in (
            ("officer", "sign", "agree"), ("head", "sign", "agree"), ("director", "decide", "grant"),
        ):  # fmt: skip
            client, page = self.client(who), f"/review/cases/{number}/"
            sent = {**staffkit.hidden(client.get(page)), "act": name, "outcome": outcome}
            answer = client.post(f"{page}act/", sent)
            assert answer.status_code == 302, answer.content.decode()

    def issue(self, number: str) -> None:
        """出证 at the window; the worker makes what follows."""
        desk, page = self.client("clerk"), f"/desk/cases/{number}/"
        answer = desk.post(f"{page}issue/", staffkit.hidden(desk.get(page)))
        assert (answer.status_code, state(number)) == (302, "issued"), answer.content.decode()
        self.later(minutes=5)

    def done(self, number: str) -> None:
        """From handing in to the issued result."""
        answer = self.hand_in(number)
        assert answer.status_code == 302, answer.content.decode()
        self.accept(number)
        self.decide(number)
        self.issue(number)

    def first(self) -> Licence:
        """A food licence of 李敏, applied for and issued through the pages."""
        li = self.client("li")
        opened = li.get(f"/apply/{counties.LICENCE}/")
        sent = {"party": str(self.county.parties["li"].pk), "once": opened.context["once"]}
        number = li.post(f"/apply/{counties.LICENCE}/", sent)["Location"].split("/case/")[1].split("/")[0]
        self.fill(number, shop_name="青石面馆", area="120")
        for n in (1, 3):
            li.post(f"/apply/case/{number}/materials/", {f"paper-{n}": "1"})
        self.done(number)
        return Licence.objects.get(case_number=number)

    def at_the_window(self, one: Licence, word: str) -> str:
        """The clerk begins an act on somebody's licence by its button; handed in and accepted."""
        desk, page = self.client("clerk"), f"/desk/new/{one.party_id}/"
        assert desk.post("/desk/new/", {"q": one.party.phone})["Location"] == page
        shown = desk.get(page)
        wanted = f"{ITEMS[word]}:{one.pk}"
        assert f'value="{wanted}"' in shown.content.decode()
        answer = desk.post(page, {"item": wanted, "once": shown.context["once"]})
        number = answer["Location"].split("/new/")[1].split("/")[0]
        form = desk.get(f"/desk/new/{number}/form/")
        typed = {one["name"]: one["value"] for group in form.context["groups"] for one in group["fields"]}
        assert one.number in typed.values()
        desk.post(f"/desk/new/{number}/form/", {**staffkit.hidden(form), **typed})
        sent = {**staffkit.hidden(desk.get(f"/desk/new/{number}/materials/")), "do": "submit"}
        answer = desk.post(f"/desk/new/{number}/materials/", sent)
        assert (answer.status_code, state(number)) == (302, "received"), answer.content.decode()
        self.accept(number)
        return number


def state(number: str) -> str:
    """The state of a case."""
    return str(Case.objects.get(number=number).state)


def build(monkeypatch: pytest.MonkeyPatch, settings: Any, folder: Path, *, years: int = 5) -> World:
    """The county with seal, licence type and items; the pages' clock stands at staffkit.NOW."""
    catalogue_queries.forget_specs()
    bureau.calendar_at.cache_clear()
    clock = SimpleNamespace(now=staffkit.NOW)
    stop(monkeypatch, lambda: clock.now)
    county = counties.build(staffkit.FILED)
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, [*(_acting(word) for word in ITEMS), _clinic()], effective_from=date(2026, 1, 1),
            document="云审发〔2026〕7号", now=staffkit.FILED,
        )  # fmt: skip
    licencekit.define(
        staffkit.FILED, years=years,
        items=[[counties.LICENCE, "issue"], *([code, word] for word, code in ITEMS.items())],
    )  # fmt: skip
    settings.SEAL_KEY = sealkit.register(staffkit.FILED, folder / "seal", fresh=False)
    return World(county, clock)
