"""Model fields whose values lie sealed in their column; opened only when somebody reads them.

`SealedTextField(indexed=True)` can be looked up by `exact` and `in` (by keyed digest, under an index over
`DigestOf`); nothing else can be asked of a sealed column but whether it is null or empty. A value that was
loaded and not changed is written back as it was: an act that does not touch it pays nothing.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Lookup
from django.db.models.query_utils import DeferredAttribute

from . import sealed
from .sealed import Place, Sealed


class DigestOf(models.Func):
    """The digest at the head of an indexed sealed column: what its index and its constraint are made over."""

    function = "SUBSTR"
    template = f"%(function)s(%(expressions)s, 1, {sealed.DIGEST_CHARS})"
    output_field = models.TextField()


class SealedAttribute(DeferredAttribute):
    """Opens the value at the first reading."""

    field: Any

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            instance.__dict__.setdefault("_as_stored", {})[self.field.attname] = value
            value = self.field.opened(value)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class _SealedMixin:
    """What text and JSON share."""

    descriptor_class: Any = SealedAttribute
    indexed = False
    attname: str
    column: Any
    name: str

    place: Place

    def contribute_to_class(self, cls: Any, name: str, *args: Any, **kwargs: Any) -> None:
        """Know table and column, which are authenticated with every value."""
        super().contribute_to_class(cls, name, *args, **kwargs)  # type: ignore[misc]
        self.place = Place(f"{cls._meta.db_table}.{self.column}", self.indexed)

    def opened(self, value: Sealed) -> Any:
        """The value as the program knows it."""
        return value.open()

    def written(self, value: Any) -> str:
        """The value as text, before sealing."""
        return str(value)

    def get_internal_type(self) -> str:
        """A text column on every database."""
        return "TextField"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Not opened yet."""
        return Sealed(value, self.place) if value else self.nothing(value)

    def nothing(self, value: Any) -> Any:
        """What an empty column stands for."""
        return value

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """The stored form where the value is as it was loaded, else the value."""
        value = model_instance.__dict__.get(self.attname)
        kept = model_instance.__dict__.get("_as_stored", {}).get(self.attname)
        if kept is not None and not isinstance(value, Sealed) and value is not None:
            return kept if self.written(value) == kept.open() else value
        return value

    def get_prep_value(self, value: Any) -> Any:
        """The stored form; one under a key that was replaced is sealed anew."""
        if value is None:
            return None
        if isinstance(value, Sealed):
            moved = value.place != self.place or not value.current
            return sealed.seal(value.open(), self.place) if moved else value.raw
        return sealed.seal(self.written(value), self.place)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """As `get_prep_value`; nothing depends on the database."""
        return value if prepared else self.get_prep_value(value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """An expression is let through: it moves what lies in the column."""
        return value if hasattr(value, "as_sql") else self.get_prep_value(value)

    def value_from_object(self, obj: Any) -> Any:
        """What `dumpdata` writes: the stored form, never the value."""
        return self.get_prep_value(self.pre_save(obj, False))

    def value_to_string(self, obj: Any) -> str:
        """As `value_from_object`."""
        return str(self.value_from_object(obj))

    def to_python(self, value: Any) -> Any:
        """What `loaddata` reads: a stored form stays one."""
        return Sealed(value, self.place) if isinstance(value, str) and sealed.is_sealed(value) else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Only what a sealed column can answer. Raises FieldError for anything else."""
        found = {"isnull": models.lookups.IsNull, "exact": SealedExact, "iexact": SealedExact,
                 "in": SealedIn, "stored": Stored, "stale": Stale}.get(lookup_name)  # fmt: skip
        if found is None:
            raise FieldError(f"{self.name} is sealed: it cannot be asked for {lookup_name}")
        return found

    def get_transform(self, lookup_name: str) -> Any:
        """There is no looking inside. Raises FieldError."""
        raise FieldError(f"{self.name} is sealed: it cannot be asked for {lookup_name}")


class SealedTextField(_SealedMixin, models.TextField):
    """A text sealed in its column. `indexed`: found by `exact` and `in`."""

    def __init__(self, *args: Any, indexed: bool = False, **kwargs: Any) -> None:
        self.indexed = indexed
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Name, path and arguments for migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, **({"indexed": True} if self.indexed else {})}


class SealedJSONField(_SealedMixin, models.JSONField):
    """An object of JSON, sealed as one: no key and no value of it can be read in the database."""

    def opened(self, value: Sealed) -> Any:
        """The object."""
        return json.loads(value.open())

    def written(self, value: Any) -> str:
        """Empty objects stay an empty column."""
        return json.dumps(value, ensure_ascii=False) if value else ""

    def nothing(self, value: Any) -> Any:
        """An empty column is an empty object."""
        return None if value is None else self.get_default()

    def db_check(self, connection: Any) -> None:
        """What is sealed is no JSON to the database."""


def _texts(values: Any) -> list[str]:
    return [one.open() if isinstance(one, Sealed) else str(one) for one in values]


class SealedExact(Lookup):
    """Equality by digest; of a column without one only with nothing."""

    lookup_name = "exact"
    prepare_rhs = False

    def asked(self) -> list[str]:
        """The values looked for."""
        if hasattr(self.rhs, "as_sql"):
            raise FieldError("a sealed column is compared with values only")
        return _texts([self.rhs])

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """`SUBSTR(column, 1, 32) IN (…)`, or `column = ''`.

        A column that may be empty says that it is not: its index leaves the empty ones out.
        """
        field = self.lhs.output_field
        lhs, params = compiler.compile(self.lhs)
        asked = self.asked()
        if asked == [""]:
            return f"{lhs} = ''", list(params)
        if not field.indexed:
            raise FieldError(f"{field.name} is sealed without a digest: it cannot be looked up")
        wanted = [d for text in asked if text for d in sealed.digests(text, field.place)]
        if not wanted:
            return "1 = 0", []
        marks = ", ".join(["%s"] * len(wanted))
        compared = f"= {marks}" if len(wanted) == 1 else f"IN ({marks})"
        found = f"SUBSTR({lhs}, 1, {sealed.DIGEST_CHARS}) {compared}"
        if field.blank:
            return f"(NOT ({lhs} = '') AND {found})", [*params, *params, *wanted]
        return found, [*params, *wanted]


class SealedIn(SealedExact):
    """Any of several values."""

    lookup_name = "in"

    def asked(self) -> list[str]:
        """The values looked for."""
        if hasattr(self.rhs, "as_sql") or hasattr(self.rhs, "query"):
            raise FieldError("a sealed column is compared with values only")
        return _texts(self.rhs)


class Stored(Lookup):
    """The column holds exactly this stored form: how a rotation replaces only what it has read."""

    lookup_name = "stored"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """`column = …`."""
        lhs, params = compiler.compile(self.lhs)
        return f"{lhs} = %s", [*params, self.rhs]


class Stale(Lookup):
    """The column holds something that does not lie under the keys that seal now."""

    lookup_name = "stale"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """`column <> '' AND column NOT LIKE …`."""
        lhs, params = compiler.compile(self.lhs)
        like = sealed.pattern(self.lhs.output_field.place)
        return f"({lhs} <> '' AND {lhs} NOT LIKE %s)", [*params, *params, like]
