"""Reading licences: a holder's, one by number and code, those that satisfy a material; types, versions."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from yimen.rules import licence_states as states
from yimen.rules import licences
from yimen.rules.bundle import Issued
from yimen.rules.calendar import china_date
from yimen.rules.item import FieldUse
from yimen.rules.licence_states import LicenceStatus
from yimen.rules.licences import FaceField, LicenceAct, LicenceSpec
from yimen.rules.masking import mask_enterprise, mask_name, mask_text
from yimen.rules.papers import read_code
from yimen.trail import rows

from ..models import Licence, LicenceType, LicenceTypeItem, LicenceTypeVersion

#: Licences on one page of a list.
PAGE = 30
_BY_ITEM: rows.Ready[LicenceTypeItem] = rows.Ready(
    lambda item: LicenceTypeItem.objects.select_related("type").filter(item=item).order_by("pk"), str
)
_STANDING = (LicenceStatus.VALID, LicenceStatus.SUSPENDED, LicenceStatus.EXPIRED)


@dataclass(frozen=True)
class Held:
    """A licence that satisfies a material today: what `held_by` gives to a new application."""

    material: str
    licence: int
    number: str
    name: str
    valid_to: date | None
    file: int | None
    valid_from: date
    department: str


@dataclass(frozen=True)
class Face:
    """One licence as its holder and the window see it. `rows`: (label, value) of the face as
    they stand on paper, `shown`: with personal numbers masked; `left`: natural days after today on which it
    still holds, None for ever."""

    id: int
    number: str
    edition: int
    identifier: str
    check_code: str
    name: str
    holder: str
    masked_holder: str
    organ: str
    status: LicenceStatus
    issued_on: date
    valid_from: date
    valid_to: date | None
    left: int | None
    rows: tuple[tuple[str, str], ...]
    shown: tuple[tuple[str, str], ...]
    party: int
    case_number: str
    department: str
    file: int | None
    notice: str

    @property
    def holds(self) -> bool:
        """Good today."""
        return self.status is LicenceStatus.VALID


def issued_by(items: Iterable[str]) -> dict[str, Issued]:
    """Item code → what the licence is that it issues or changes: the shared materials that it satisfies, and
    its face as its type says it now."""
    found = LicenceTypeItem.objects.filter(
        item__in=list(items), act__in=licences.MAKES_EDITIONS, type__active=True
    )
    makers = list(found.order_by("item").values_list("item", "type", "type__material"))
    faces = _lines_of(kind for _item, kind, _material in makers)
    return {
        item: Issued((material,) if material else (), faces.get(kind, ())) for item, kind, material in makers
    }


def _lines_of(types: Iterable[int]) -> dict[int, tuple[FaceField, ...]]:
    in_force = LicenceTypeVersion.objects.filter(type__in=set(types), number=F("type__version"))
    return {kind: LicenceSpec.from_dict(spec).fields for kind, spec in in_force.values_list("type", "spec")}


def held_by(party: int, now: datetime) -> tuple[Held, ...]:
    """Licences of a party, good today, that satisfy a shared material (GetType 5 证照库), newest first."""
    today = china_date(now)
    found = (
        Licence.objects.filter(party_id=party, status=LicenceStatus.VALID, valid_from__lte=today)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        .exclude(type__material="")
        .select_related("type")
        .order_by("-pk")
    )
    return tuple(
        Held(
            one.type.material, one.pk, one.number, one.type.name, one.valid_to, one.file_id, one.valid_from,
            one.department,
        )
        for one in found
    )  # fmt: skip


def of_party(
    parties: Iterable[int], now: datetime, *, before: int | None = None, most: int = PAGE
) -> list[Face]:
    """The licences of these parties, editions that were replaced left out, the newest first; by keyset."""
    found = _faces().filter(party_id__in=list(parties)).exclude(
        status__in=[LicenceStatus.CHANGED, LicenceStatus.RENEWED]
    )  # fmt: skip
    if before is not None:
        found = found.filter(pk__lt=before)
    return [face_of(one, now) for one in found.order_by("-pk")[:most]]


_HELD: rows.Ready[Licence] = rows.Ready(
    lambda party: (
        Licence.objects.filter(party=party, status=LicenceStatus.VALID)
        .select_related("version").only("valid_from", "valid_to", "version__spec")
    ),
    int,
)  # fmt: skip


def names_held(party: int, today: date) -> frozenset[str]:
    """Names of the licences of a party that are good today (1 statement)."""
    good = (
        one for one in _HELD.rows(party)
        if one.valid_from <= today and (one.valid_to is None or one.valid_to >= today)
    )  # fmt: skip
    return frozenset(str(one.version.spec["name"]) for one in good)


def editions(number: str, now: datetime) -> list[Face]:
    """All editions of a number, the newest first."""
    return [face_of(one, now) for one in _faces().filter(number=number).order_by("-edition")]


def newest(numbers: Iterable[str], today: date) -> dict[str, LicenceStatus]:
    """How each licence stands today, by number: the status of its newest edition (1 statement)."""
    rows = Licence.objects.filter(number__in=list(numbers)).order_by("edition")
    return {one.number: states.shown(LicenceStatus(one.status), one.valid_to, today) for one in rows}


_NUMBERS = rows.Ready(
    lambda ids: Licence.objects.filter(pk__in=ids).values_list("pk", "number"), rows.Many(int)
)


def numbers_of(licences_: Iterable[int]) -> dict[int, str]:
    """The numbers of editions by their rows (1 statement)."""
    return dict(_NUMBERS.rows(licences_))


def by_number(number: str, now: datetime) -> Face | None:
    """The newest edition of a licence number or the edition of an identifier."""
    wanted = number.strip().upper()
    found = _faces().filter(Q(number=wanted) | Q(identifier=wanted)).order_by("-edition").first()
    return face_of(found, now) if found else None


def by_check(number: str, code: str, now: datetime) -> Face | None:
    """The edition with this number or identifier and check code; None for a wrong pair as for none at all."""
    typed, wanted = read_code(code), number.strip().upper()
    rows = list(_faces().filter(Q(number=wanted) | Q(identifier=wanted)).order_by("-edition")[:50])
    if not typed:
        return None
    match = [one for one in rows if hmac.compare_digest(one.check_code, typed)]
    return face_of(match[0], now) if match else None


def by_id(licence: int, now: datetime) -> Face | None:
    """One edition by its row."""
    found = _faces().filter(pk=licence).first()
    return face_of(found, now) if found else None


def by_file(file: int, now: datetime) -> Face | None:
    """The edition whose sealed PDF this stored file is."""
    found = _faces().filter(file_id=file).first()
    return face_of(found, now) if found else None


def of_case(case_number: str, now: datetime) -> list[Face]:
    """The licences that a case issued."""
    return [face_of(one, now) for one in _faces().filter(case_number=case_number).order_by("pk")]


def standing_of(case_numbers: Collection[str]) -> list[str]:
    """The names of the licences that these cases issued and that did not end, in their order."""
    rows = Licence.objects.filter(case_number__in=case_numbers, status__in=_STANDING).order_by("pk")
    return list(rows.values_list("type__name", flat=True))


def on_face(case_number: str) -> dict[str, str]:
    """What stands on the face of the licence that a case issued, by the name of the line; empty for none."""
    found = Licence.objects.filter(case_number=case_number).order_by("pk").first()
    return dict(found.face) if found else {}


def standing(type_id: int, party: int, number: str, *, lock: bool = False) -> Licence | None:
    """The edition of a party's licence of a type that a case may act on (valid, suspended or expired)."""
    found = Licence.objects.filter(
        type_id=type_id, party_id=party, number=number.strip().upper(), status__in=_STANDING
    )
    return found.select_for_update(of=("self",)).first() if lock else found.first()


def act_of_item(item: str) -> tuple[LicenceType, LicenceAct] | None:
    """What a case of this item does to licences of which type; None where it does nothing."""
    found = _BY_ITEM.first(item)
    return (found.type, LicenceAct(found.act)) if found else None


@dataclass(frozen=True)
class Course:
    """What can be begun for a licence: the item whose case does it, and what it does."""

    item: str
    act: LicenceAct


def courses(one: Face, today: date, *, organ: bool) -> list[Course]:
    """What its holder, or the organ, may begin for a licence today, by the items of its type."""
    acts = states.offered(one.status, one.valid_to, today, organ=organ)
    rows = LicenceTypeItem.objects.filter(type__licences=one.id).order_by("pk")
    found = [Course(row.item, LicenceAct(row.act)) for row in rows]
    return sorted((c for c in found if c.act in acts), key=lambda c: acts.index(c.act))


def carried(licence: int, form: Sequence[FieldUse]) -> dict[str, str]:
    """What the application of an item about this licence begins with, by the field keys of its form."""
    one = _faces().get(pk=licence)
    return licences.carried(LicenceSpec.from_dict(one.version.spec), one.number, one.face, form)


def require_named(
    item: str, party: int, answers: dict[str, object], today: date
) -> tuple[LicenceAct, date | None] | None:
    """A case that acts on a licence names one that it can act on: what it does, and that licence's last day.

    None for a case that acts on none yet. Raises NotThisLicence, WrongStatus, RenewalTooLate.
    """
    rule = act_of_item(item)
    if rule is None or rule[1] is LicenceAct.ISSUE:
        return None
    number = licences.named(answers)
    held = standing(rule[0].pk, party, number)
    if held is None:
        raise states.NotThisLicence(number=number, name=rule[0].name)
    states.step(LicenceStatus(held.status), rule[1])
    if rule[1] is LicenceAct.RENEW:
        states.require_renewable(held.valid_to, today)
    return rule[1], held.valid_to


def spec_of_type(row: LicenceType) -> tuple[int, LicenceSpec]:
    """The version in force of a type: its row and what it says."""
    version = LicenceTypeVersion.objects.get(type=row, number=row.version)
    return version.pk, LicenceSpec.from_dict(version.spec)


def types() -> QuerySet[LicenceType]:
    """All types by code."""
    return LicenceType.objects.order_by("code")


def type_by_code(code: str) -> LicenceType | None:
    """One type."""
    return LicenceType.objects.filter(code=code).first()


def versions(row: LicenceType) -> list[LicenceTypeVersion]:
    """All versions of a type, the newest first."""
    return list(LicenceTypeVersion.objects.filter(type=row).order_by("-number"))


def _faces() -> QuerySet[Licence]:
    return Licence.objects.select_related("type", "version", "party")


def face_of(one: Licence, now: datetime) -> Face:
    """One edition as a frozen fact."""
    spec, today = LicenceSpec.from_dict(one.version.spec), china_date(now)
    lines = [(f.label, one.face[f.name]) for f in spec.fields if f.name in one.face]
    rows, shown = tuple(lines), tuple((label, mask_text(value)) for label, value in lines)
    return Face(
        one.pk, one.number, one.edition, one.identifier, one.check_code, spec.name, one.holder,
        mask_name(one.holder) if one.party.kind == "person" else mask_enterprise(one.holder), spec.organ,
        states.shown(LicenceStatus(one.status), one.valid_to, today), one.issued_on, one.valid_from,
        one.valid_to, licences.days_left(one.valid_to, today), rows, shown, one.party_id, one.case_number,
        one.department, one.file_id, spec.notice,
    )  # fmt: skip
