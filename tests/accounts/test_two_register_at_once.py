"""Two people register with one telephone at the same moment: one gets the account, the other reads why."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from yimen.accounts import actions
from yimen.accounts.actions import VISITOR
from yimen.rules.logins import LoginTaken
from yimen.rules.people import AlreadyRegistered

PHONE = "13800003210"


@pytest.mark.django_db(transaction=True)
def test_one_telephone_is_given_once(
    id_number: str, other_id_number: str, password: str, now: datetime
) -> None:
    together = Barrier(2)

    def register(name: str, number: str) -> object:
        try:
            together.wait(timeout=10)
            return actions.register(VISITOR, PHONE, name, number, password, now=now)
        except LoginTaken as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(register, ["李小敏", "王五"], [id_number, other_id_number]))
    assert sorted(type(a).__name__ for a in answers) == ["LoginTaken", "Opened"]


@pytest.mark.parametrize(("known", "refusal"), [(PHONE, LoginTaken), ("13900009999", AlreadyRegistered)])
def test_a_late_clash_in_the_database_is_told_in_words(
    db: None,
    id_number: str,
    password: str,
    now: datetime,
    known: str,
    refusal: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The other one commits between the look and the write: the unique column refuses, in words."""
    actions.register(VISITOR, known, "李小敏", id_number, password, now=now)

    def clash(*args: object, **kwargs: object) -> None:
        raise IntegrityError("unique")

    monkeypatch.setattr(actions.logins, "_open_party_account", clash)
    with pytest.raises(refusal):
        actions.register(VISITOR, PHONE, "李小敏", id_number, password, now=now)
