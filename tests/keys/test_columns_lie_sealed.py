"""What lies in the database is ciphertext; it is found by digest and opens only in its own column."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, transaction

from tests import county as counties
from yimen.cases.models import Case
from yimen.keys import ring, sealed
from yimen.keys.crypto import NotOurs
from yimen.keys.models import Key
from yimen.keys.sealed import Place
from yimen.parties.models import Party

NUMBER = counties.id_number("19700707", 77)
PHONE, ADDRESS = "19955556666", "云溪县民生路 66 号 3 栋"


@pytest.fixture
def person(db, now):
    return Party.objects.create(
        kind="person", name="周禾", id_number=NUMBER, phone=PHONE, address=ADDRESS, created_at=now
    )


def stored(table: str, column: str, pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def test_nothing_of_a_number_lies_in_clear(person):
    for column in ("id_number", "phone", "address"):
        raw = stored("parties_party", column, person.pk)
        assert sealed.is_sealed(raw)
        assert not any(word in raw for word in (NUMBER, NUMBER[:10], PHONE, "民生路"))


def test_it_reads_as_it_was_written(person):
    found = Party.objects.get(pk=person.pk)
    assert (found.id_number, found.phone, found.address) == (NUMBER, PHONE, ADDRESS)


def test_it_is_found_by_the_whole_number_however_typed(person):
    spaced = f" {NUMBER[:6]} {NUMBER[6:14]}-{NUMBER[14:].lower()} "
    assert Party.objects.get(id_number=spaced).pk == person.pk
    assert Party.objects.get(phone__in=["19900000000", "199 5555 6666"]).pk == person.pk
    assert not Party.objects.filter(id_number=NUMBER[:-1]).exists()
    assert not Party.objects.filter(phone__in=[]).exists()
    assert list(Party.objects.filter(pk=person.pk, address="")) == []


def test_the_look_up_uses_an_index(person):
    plan = Party.objects.filter(id_number=NUMBER).explain()
    if connection.vendor == "sqlite":
        assert "parties_number_once" in plan
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        assert "parties_number_once" in Party.objects.filter(id_number=NUMBER).explain()


@pytest.mark.parametrize("asked", ["phone__contains", "phone__startswith", "phone__gt", "phone__regex"])
def test_nothing_else_can_be_asked(db, asked):
    with pytest.raises(FieldError):
        Party.objects.filter(**{asked: "1"}).exists()


def test_a_column_without_digest_is_not_looked_up(db):
    with pytest.raises(FieldError):
        Party.objects.filter(address=ADDRESS).exists()
    with pytest.raises(FieldError):
        Case.objects.filter(answers__shop_name="x").exists()


def test_one_number_is_one_party_in_any_writing(person, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(kind="person", name="别人", id_number=NUMBER.lower(), created_at=now)


def test_a_value_moved_to_another_column_or_changed_does_not_open(person):
    raw = stored("parties_party", "phone", person.pk)
    with pytest.raises(NotOurs):
        sealed.unseal(raw, Place("cases_case.contact_phone", True))
    flipped = raw[:-8] + ("A" if raw[-8] != "A" else "B") + raw[-7:]
    with pytest.raises(NotOurs):
        sealed.unseal(flipped, Place("parties_party.phone", True))
    with pytest.raises(NotOurs):
        sealed.unseal("19900000001", Place("parties_party.phone", True))


def test_equal_values_look_different_and_their_digests_differ_by_column(person, now):
    other = Party.objects.create(kind="person", name="周禾", id_number="X1", phone=PHONE, created_at=now)
    one, two = (stored("parties_party", "phone", p.pk) for p in (person, other))
    assert one != two and one[:32] == two[:32]
    held = ring.ring()
    elsewhere = sealed.digest(PHONE, Place("cases_case.contact_phone", True), held.indexing)
    assert elsewhere != one[:32]


def test_what_was_not_changed_is_written_back_as_it_lay(person):
    before = stored("parties_party", "phone", person.pk)
    untouched, read, changed = (Party.objects.get(pk=person.pk) for _ in range(3))
    untouched.save()
    assert stored("parties_party", "phone", person.pk) == before
    assert read.phone == PHONE
    read.save()
    assert stored("parties_party", "phone", person.pk) == before
    changed.phone = "19911112222"
    changed.save()
    assert stored("parties_party", "phone", person.pk) != before
    Party.objects.filter(pk=person.pk).update(phone="19933334444")
    assert Party.objects.get(phone="19933334444").pk == person.pk


def test_values_and_dumps_do_not_open_by_themselves(person):
    (value,) = Party.objects.filter(pk=person.pk).values_list("phone", flat=True)
    assert f"{value}" == "[sealed]" == repr(value)
    dumped = serializers.serialize("json", Party.objects.filter(pk=person.pk))
    assert PHONE not in dumped and NUMBER not in dumped and "民生路" not in dumped
    Party.objects.filter(pk=person.pk).delete()
    (back,) = serializers.deserialize("json", dumped)
    back.save()
    assert Party.objects.get(phone=PHONE).id_number == NUMBER


def test_the_keys_lie_wrapped_and_need_the_master_key(db, settings, tmp_path):
    ring.forget()
    assert ring.ring().sealing
    row = Key.objects.filter(purpose=Key.DATA).first()
    assert ring.ring().data[row.pk].hex() not in row.wrapped
    settings.DATA_DIR, settings.MASTER_KEY = tmp_path, "0f" * 16
    ring.forget()
    with pytest.raises(import_module("yimen.keys.master").MasterKeyMissing) as told:
        ring.ring()
    assert "0f0f" not in str(told.value)
    ring.forget()


def test_a_column_in_clear_is_sealed_by_its_migration(person):
    table = connection.ops.quote_name("parties_party")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET id_number = %s, phone = %s, address = ''", [NUMBER, PHONE])
    migration = import_module("yimen.parties.migrations.0003_seal")
    migration.seal(apps, None)
    migration.seal(apps, None)  # cut off and begun again, it changes nothing that is done
    found = Party.objects.get(id_number=NUMBER)
    assert (found.phone, found.address) == (PHONE, "")
    assert sealed.is_sealed(stored("parties_party", "phone", found.pk))
