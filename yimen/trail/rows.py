"""Rows read and written by statements that are made once.

The ORM composes its SQL anew each time, which on the path of an act costs many times what the database does.
Here a queryset is composed once a thread and then only filled in; an insert, or an update of given columns,
likewise. Fields prepare and read their values themselves, so a column is the same whoever writes it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState

from . import trip

together = trip.together

M = TypeVar("M", bound=models.Model)
R = TypeVar("R")

#: Stand-ins while a queryset is composed: values that no other parameter has (and that fit a small integer,
#: for a value beyond its column makes the ORM leave the whole statement out).
_STAND_INS: dict[type, Callable[[int], Any]] = {
    str: lambda place: f"\x00{place}\x00",
    int: lambda place: 32_101 + place,
    date: lambda place: date(1000, 1, 1 + place),
}


@dataclass(frozen=True)
class _Part:
    """One instance that is made of a row: of the model asked for, or of one related to it."""

    model: type[models.Model]
    names: tuple[str, ...]
    places: tuple[int, ...]
    key: int
    parts: tuple[tuple[Callable[..., None], Callable[..., None], _Part], ...]

    def read(self, cells: Sequence[Any], alias: str) -> models.Model | None:
        """The instance with its related ones; None where the row has none."""
        if cells[self.key] is None:
            return None
        made = self.model.__new__(self.model)
        made._state = ModelState()
        made._state.adding, made._state.db = False, alias
        made.__dict__.update(zip(self.names, (cells[place] for place in self.places), strict=True))
        for set_here, set_there, part in self.parts:
            other = part.read(cells, alias)
            set_here(made, other)
            if other is not None:
                set_there(other, made)
        return made


@dataclass(frozen=True)
class _Made:
    """One composed query: its SQL, its parameters with the places of the arguments, how its rows are read."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    part: _Part | None
    converters: tuple[tuple[int, Sequence[Callable[..., Any]], Any, bool], ...]
    notes: tuple[tuple[str, int], ...]

    def filled(self, values: Sequence[Any]) -> list[Any]:
        """The parameters with the arguments in their places."""
        made = list(self.params)
        for place, argument in self.places:
            made[place] = values[argument]
        return made

    def read(self, row: Sequence[Any], link: BaseDatabaseWrapper) -> Any:
        """One row as an instance, with its related instances and annotations; of `values_list` as a tuple."""
        cells = list(row)
        for place, steps, expression, of_nothing in self.converters:
            value = cells[place]
            if value is None and not of_nothing:
                continue
            for step in steps:
                value = step(value, expression, link)
            cells[place] = value
        if self.part is None:
            return tuple(cells)
        made = self.part.read(cells, link.alias)
        for name, place in self.notes:
            setattr(made, name, cells[place])
        return made


class Many(NamedTuple):
    """A kind of argument: several values of one kind, for `__in`. For none there are no rows."""

    kind: type


class Ready(Generic[R]):
    """A queryset composed once: `Ready(lambda number: Case.objects.filter(number=number), str)`.

    `build` is called with stand-ins of the given kinds (str, int, date, Many of them), once a thread and
    length of the lists; it may select related rows, annotate, order, slice and lock, but not prefetch. Rows
    of `values_list` are tuples. The arguments must reach the SQL as they are.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, R]], *kinds: type | Many) -> None:
        self._build, self._kinds, self._lists = build, kinds, any(map(_many, kinds))
        self._kept = threading.local()

    def rows(self, *values: Any) -> list[R]:
        """The rows for these arguments."""
        return self._asked(values, lambda cursor: cursor.fetchall())

    def first(self, *values: Any) -> R | None:
        """The first row for these arguments, or None."""
        found = self._asked(values, lambda cursor: [cursor.fetchone()])
        return found[0] if found else None

    def _asked(self, values: Sequence[Any], fetch: Callable[[Any], list[Any]]) -> list[Any]:
        lengths: tuple[int, ...] = ()
        if self._lists:
            values, lengths = _one_after_another(self._kinds, values)
            if 0 in lengths:
                return []
        link = trip.link()
        made = self._made(link, lengths)
        with trip.cursor(link) as cursor:
            cursor.execute(made.sql, made.filled([_said(one, link) for one in values]))
            found = fetch(cursor)
        return [made.read(row, link) for row in found if row is not None]

    def _made(self, link: BaseDatabaseWrapper, lengths: tuple[int, ...]) -> _Made:
        kept: dict[Any, _Made] = self._kept.__dict__
        key = (link.alias, lengths) if lengths else link.alias
        if key not in kept:
            given, flat = _stand_ins(self._kinds, lengths)
            kept[key] = _compose(self._build(*given), [_said(one, link) for one in flat], link)
        return kept[key]


def _said(value: Any, link: BaseDatabaseWrapper) -> Any:
    """An argument as it reaches the driver: a day as this database takes it."""
    return link.ops.adapt_datefield_value(value) if type(value) is date else value


def _many(kind: type | Many) -> bool:
    return isinstance(kind, Many)


def _one_after_another(
    kinds: Iterable[type | Many], values: Iterable[Any]
) -> tuple[list[Any], tuple[int, ...]]:
    """The values without lists, and the lengths of these; of each the last value is repeated up to a power
    of two, so that few lengths are composed."""
    flat: list[Any] = []
    lengths = []
    for kind, value in zip(kinds, values, strict=True):
        if not isinstance(kind, Many):
            flat.append(value)
            continue
        many = list(value)
        size = 1 << (len(many) - 1).bit_length() if many else 0
        flat += many + many[-1:] * (size - len(many))
        lengths.append(size)
    return flat, tuple(lengths)


def _stand_ins(kinds: Iterable[type | Many], lengths: Iterable[int]) -> tuple[list[Any], list[Any]]:
    """What `build` is called with, and the same one after another."""
    given: list[Any] = []
    flat: list[Any] = []
    rest = iter(lengths)
    for kind in kinds:
        if isinstance(kind, Many):
            many = [_STAND_INS[kind.kind](len(flat) + place) for place in range(next(rest))]
            given.append(many)
            flat += many
        else:
            given.append(_STAND_INS[kind](len(flat)))
            flat.append(given[-1])
    return given, flat


def _compose(found: Any, stand_ins: Sequence[Any], link: BaseDatabaseWrapper) -> _Made:
    compiler = found.query.get_compiler(connection=link)
    sql, params = compiler.as_sql()
    places = tuple(
        (place, stand_ins.index(param)) for place, param in enumerate(params) if param in stand_ins
    )
    if {argument for _, argument in places} != set(range(len(stand_ins))):
        raise RuntimeError(f"an argument does not reach the statement: {sql}")
    select: Any = compiler.select
    converters = compiler.get_converters(one for one, *_ in select)
    return _Made(
        sql=sql, params=tuple(params), places=places,
        part=_part(compiler.klass_info, select) if found._fields is None else None,
        converters=tuple(
            (place, steps, one, hasattr(one.output_field, "from_db_value"))
            for place, (steps, one) in converters.items()
        ),
        notes=tuple((compiler.annotation_col_map or {}).items()),
    )  # fmt: skip


def _part(told: Any, select: Any) -> _Part:
    places, model = tuple(told["select_fields"]), told["model"]
    targets = [select[place][0].target for place in places]
    return _Part(
        model=model, names=tuple(one.attname for one in targets), places=places,
        key=places[[one.attname for one in targets].index(model._meta.pk.attname)],
        parts=tuple(
            (one["local_setter"], one["remote_setter"], _part(one, select))
            for one in told.get("related_klass_infos", ())
        ),
    )  # fmt: skip


_NONE = object()
#: Columns whose values the driver takes as they are.
_AS_THEY_ARE = (
    models.CharField, models.TextField, models.PositiveIntegerField, models.PositiveSmallIntegerField,
    models.BigIntegerField, models.BooleanField, models.ForeignKey,
)  # fmt: skip


class _Column(NamedTuple):
    """How one column is written: its name on the instance, whether the driver takes the value as it is."""

    name: str
    plain: bool
    moment: bool
    field: models.Field[Any, Any]


def _column(field: models.Field[Any, Any]) -> _Column:
    return _Column(field.attname, type(field) in _AS_THEY_ARE, type(field) is models.DateTimeField, field)


def _saved(
    one: models.Model, columns: Iterable[_Column], link: BaseDatabaseWrapper, *, add: bool
) -> list[Any]:
    """The values of these columns as the driver wants them."""
    held, made = one.__dict__, []
    for name, plain, moment, field in columns:
        value = held[name]
        if value is not None and not plain:
            if moment and type(value) is datetime and value.tzinfo is not None:
                value = link.ops.adapt_datetimefield_value(value)
            else:
                value = field.get_db_prep_save(field.pre_save(one, add), link)
        made.append(value)
    return made


@lru_cache(maxsize=64)
def _columns(model: type[models.Model]) -> tuple[_Column, ...]:
    """Every column but the key that the database gives."""
    return tuple(_column(field) for field in model._meta.concrete_fields if not field.primary_key)


@lru_cache(maxsize=64)
def _by_attribute(model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
    """Every column but the key by its attribute."""
    return {one.name: one.field for one in _columns(model)}


@lru_cache(maxsize=256)
def _insert_sql(model: type[models.Model], rows: int) -> str:
    quote: Callable[[Any], str] = connection.ops.quote_name
    columns = _columns(model)
    heads = ", ".join(quote(one.field.column) for one in columns)
    marks = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * rows)
    key = quote(model._meta.pk.column)
    return f"INSERT INTO {quote(model._meta.db_table)} ({heads}) VALUES {marks} RETURNING {key}"  # noqa: S608 - names of our own models


@lru_cache(maxsize=1024)
def _update_sql(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, tuple[_Column, ...]]:
    quote: Callable[[Any], str] = connection.ops.quote_name
    fields: tuple[Any, ...] = tuple(model._meta.get_field(name) for name in names)
    sets = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    key = quote(model._meta.pk.column)
    return f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {key} = %s", tuple(map(_column, fields))  # noqa: S608 - as above


def insert(*made: M) -> list[M]:
    """Insert new rows of one model in one statement; each learns its key (within `together`: at its end)."""
    if not made:
        return []
    model, link = type(made[0]), trip.link()
    columns = _columns(model)
    values = [value for one in made for value in _saved(one, columns, link, add=True)]

    def learn(cursor: Any) -> None:
        for one, (key,) in zip(made, cursor.fetchall(), strict=True):
            one.pk = key
            one._state.adding, one._state.db = False, link.alias

    trip.send(_insert_sql(model, len(made)), values, learn)
    return list(made)


def insert_all(made: Iterable[M], at_once: int = 400) -> list[M]:
    """Insert many new rows of one model, so many in a statement; each learns its key."""
    rows = list(made)
    for n in range(0, len(rows), at_once):
        insert(*rows[n : n + at_once])
    return rows


def update(one: models.Model, columns: Iterable[str]) -> None:
    """Write these columns of one row. Raises RuntimeError when the row is gone."""
    names = tuple(columns)
    if not names:
        return
    sql, given = _update_sql(type(one), names)
    values = _saved(one, given, trip.link(), add=False)

    def see(cursor: Any) -> None:
        if cursor.rowcount != 1:
            raise RuntimeError(f"{type(one).__name__} {one.pk} is gone")

    trip.send(sql, [*values, one.pk], see)


def columns_of(one: models.Model) -> dict[str, Any]:
    """The values of a row as they are now, to be compared by `changed` later."""
    return dict(one.__dict__)


def changed(one: models.Model, before: Mapping[str, Any]) -> list[str]:
    """Names of the columns whose value differs from `before`; a mutable value counts when it was replaced.

    A field that shows its value otherwise than it is stored says itself whether it is as it was loaded.
    """
    fields = _by_attribute(type(one))
    return [
        fields[key].name
        for key, value in tuple(one.__dict__.items())
        if (old := before.get(key, _NONE)) is not value
        and key in fields
        and old != value
        and fields[key].pre_save(one, False) is not old
    ]
