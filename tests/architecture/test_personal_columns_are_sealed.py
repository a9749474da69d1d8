"""Every column that may hold a person's number, place or free words is sealed, or says here why not."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.apps import apps
from django.db import models

from tests.architecture import tree
from yimen.keys.fields import SealedJSONField, SealedTextField
from yimen.rules.codes import id_check, id_ok

#: Names that speak of a person: of such a column nobody may forget to think.
SPEAKS = re.compile(
    r"phone|mobile|tel$|address|id_number|id_no|login|account_no|bank|card|contact|answers|facts|face|"
    r"fields|data$|answer$|text$|reason$|result$|note$|words$|remark|comment|holder|receiver|received|error$"
)
#: table.column → why it lies in clear.
CLEAR = {
    "trail_event.data": "masked when written: free text by trail.append, numbers by the actions",
    "trail_event.error": "masked when written by the relay",
    "trail_once.answer": "answers of actions hold ids, states and numbers of cases only",
    "bureau_department.address": "the address of an office, public by law",
    "bureau_department.consult_phone": "the telephone of an office, public by law",
    "bureau_department.complain_phone": "the telephone of an office, public by law",
    "parties_registerrecord.error": "what went wrong with a register: a code and words, no answer of it",
    "accounts_session.session_data": "ids, the network of an address, the name of a browser; signed",
    "cases_case.contact_name": "a name: shown masked",
    "cases_case.received_result_by": "a name: shown masked",
    "cases_message.text": "a message id of the product",
    "vault_licence.holder": "the name on a licence, which anybody may verify",
    "vault_seal.holder": "the name of an office",
    "hall_site.address": "the address of a hall, public",
    "hall_site.phone": "the telephone of a hall, public",
    "hall_siteday.words": "why a hall opens otherwise on a day, shown to the public",
    "catalogue": "the public catalogue speaks of offices, never of applicants",
}
TEXT = (models.CharField, models.TextField, models.JSONField)


def unsealed(models_: list[type[models.Model]]) -> list[str]:
    """table.column of each text column whose name speaks of a person and that is neither sealed nor named."""
    found = []
    for model in models_:
        for field in model._meta.local_fields:
            if not isinstance(field, TEXT) or field.choices or not SPEAKS.search(field.name):
                continue
            sealed = isinstance(field, SealedTextField | SealedJSONField)
            names = {f"{model._meta.db_table}.{field.name}", model._meta.app_label}
            if not sealed and not names & set(CLEAR):
                found.append(f"{model._meta.db_table}.{field.name}")
    return found


def test_each_is_sealed_or_says_why_not() -> None:
    ours = [one for one in apps.get_models() if one.__module__.startswith("yimen")]
    tree.nothing(unsealed(ours), "A column that may hold a person's number lies in clear")


def test_no_reason_is_left_over() -> None:
    there = {f"{m._meta.db_table}.{f.name}" for m in apps.get_models() for f in m._meta.local_fields}
    assert set(CLEAR) - there - {"catalogue"} == set()


def test_a_planted_column_is_seen() -> None:
    class Planted(models.Model):
        home_phone = models.CharField(max_length=20)
        colour = models.CharField(max_length=20)

        class Meta:
            app_label = "planted"
            db_table = "planted_planted"

    try:
        assert unsealed([Planted]) == ["planted_planted.home_phone"]
    finally:
        apps.all_models["planted"].clear()
        apps.clear_cache()


#: Region codes of no real place begin so; 4399 is no county of China.
INVENTED = ("4399",)
#: The example that GB 11643 itself prints.
STANDARD = "11010519491231002X"
RUN = re.compile(r"(?<![\dA-Za-z])\d{17}[\dX]?(?![\dX])")
KINDS = {".py", ".md", ".json", ".csv", ".html", ".txt", ".po"}


def could_be_somebodys(text: str) -> list[str]:
    """Identity numbers in a text, whole or without their check digit, that a real person might bear."""
    whole = {one if len(one) == 18 else one + id_check(one) for one in RUN.findall(text)} - {STANDARD}
    return sorted(one for one in whole if id_ok(one, date(2026, 11, 26)) and not one.startswith(INVENTED))


@pytest.mark.parametrize("folder", ["yimen", "tests", "bench", "tools", "docs"])
def test_no_file_holds_a_number_that_could_be_somebodys(folder: str) -> None:
    found = []
    for path in sorted((tree.ROOT / folder).rglob("*")):
        if path.suffix in KINDS and "vendor" not in path.parts:
            text = path.read_text(encoding="utf-8", errors="ignore")
            found += [f"{path.relative_to(tree.ROOT)}: {one}" for one in could_be_somebodys(text)]
    tree.nothing(found, "A number that passes for a real person's")


def test_a_planted_number_is_seen() -> None:
    real = "11010119" + "900307" + "123"
    assert could_be_somebodys(f"'{real}'") and could_be_somebodys(real + id_check(real))
    assert could_be_somebodys("43992619" + "900307" + "123") == []
