"""Writing the library: what a case left, what a party puts aside, what is hidden, and every use.

Events stand in the stream `library:<party id>`; several writers of one library take their turn at the party.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yimen.catalogue import queries as catalogue
from yimen.parties import actions as parties
from yimen.rules import reuse
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.events import Kind
from yimen.rules.masking import mask_text
from yimen.rules.reuse import NotHeld, Offer
from yimen.rules.terms import GetType, Held, MaterialKind
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import HeldFile, HeldMaterial, HeldUse, StoredFile


@dataclass(frozen=True)
class Filed:
    """A material on file."""

    id: int


@dataclass(frozen=True)
class Given:
    """A material as a case took it in: the files' ids; `checked`: a clerk found it conforming."""

    code: str
    name: str
    kind: MaterialKind
    files: tuple[int, ...]
    get_type: str
    checked: bool


def hold(
    actor: str, party: int, given: Sequence[Given], *, department: str, case: str, on: date, now: datetime
) -> list[int]:
    """What an accepted case was given enters its party's library; the newer version supersedes the older.

    In the caller's transaction; done again, it changes nothing. `on`: the day of acceptance. Forms, and
    what has no file, are left out. The ids of what is new.
    """
    trail.require_transaction()
    parties.lock(party)
    known = set(HeldMaterial.objects.filter(party_id=party, case=case).values_list("code", flat=True))
    fit = [g for g in given if g.files and g.kind is not MaterialKind.FORM and g.code not in known]
    made, days = [], catalogue.usable_days([one.code for one in fit]) if fit else {}
    for one in fit:
        row = HeldMaterial(
            party_id=party, code=one.code, name=one.name[:300], get_type=one.get_type, case=case,
            origin=Held.CHECKED if one.checked else Held.UPLOADED, department=department, since=on,
            valid_to=reuse.usable_until(one.kind, on, days.get(one.code)), kept_at=now, kept_by=actor,
        )  # fmt: skip
        made.append(_keep(row, one.files, actor, now))
    return made


def _keep(row: HeldMaterial, files: Sequence[int], actor: str, now: datetime) -> int:
    row.save(force_insert=True)
    HeldFile.objects.bulk_create(HeldFile(held=row, stored_id=one) for one in files)
    older = HeldMaterial.objects.filter(party_id=row.party_id, code=row.code, superseded_by__isnull=True)
    older.exclude(pk=row.pk).update(superseded_by=row.pk)
    digests = StoredFile.objects.filter(pk__in=files).order_by("pk").values_list("digest", flat=True)
    data = {
        "held": row.pk, "material": row.code, "name": mask_text(row.name), "origin": row.origin,
        "case": row.case, "department": row.department, "since": row.since.isoformat(),
        "digests": list(digests),
    }  # fmt: skip
    trail.append(f"library:{row.party_id}", Kind.MATERIAL_HELD, actor, now, data)
    return row.pk


@use_case(Filed)
def add(
    actor: Actor, code: str, files: list[int], *, now: datetime, valid_to: date | None = None, once: str = ""
) -> Filed:
    """The party puts a material aside for later: stored files of its own under a shared definition.

    Raises NotHeld (no party, or files of somebody else), NotOnFile (no such definition), NotReusable,
    EndsInThePast.
    """
    own = StoredFile.objects.filter(pk__in=files, uploaded_by=actor.label).count()
    if actor.party is None or not files or own != len(set(files)):
        raise NotHeld()
    definition = catalogue.material(code)
    if definition is None:
        raise reuse.NotOnFile(name=code)
    kind, today = MaterialKind(definition.kind), china_date(now)
    reuse.check_kind(kind, definition.name)
    reuse.check_end(valid_to, today)
    parties.lock(actor.party)
    ends = valid_to or reuse.usable_until(kind, today, catalogue.usable_days([code]).get(code))
    row = HeldMaterial(
        party_id=actor.party, code=code, name=definition.name, origin=Held.UPLOADED, get_type=GetType.UPLOAD,
        since=today, valid_to=ends, kept_at=now, kept_by=actor.label,
    )  # fmt: skip
    return Filed(_keep(row, files, actor.label, now))


@use_case(Filed)
def hide(actor: Actor, held: int, *, now: datetime, once: str = "") -> Filed:
    """Withdraw a material from reuse; what used it before keeps it. Raises NotHeld."""
    return _turn(actor, held, now, Kind.MATERIAL_HIDDEN)


@use_case(Filed)
def show(actor: Actor, held: int, *, now: datetime, once: str = "") -> Filed:
    """Take a hidden material back into use. Raises NotHeld."""
    return _turn(actor, held, now, Kind.MATERIAL_SHOWN)


def _turn(actor: Actor, held: int, now: datetime, kind: Kind) -> Filed:
    if actor.party is None:
        raise NotHeld()
    parties.lock(actor.party)
    found = HeldMaterial.objects.filter(pk=held, party_id=actor.party).first()
    if found is None:
        raise NotHeld()
    hides = kind is Kind.MATERIAL_HIDDEN
    if hides != (found.hidden_at is not None):
        found.hidden_at = now if hides else None
        found.save(update_fields=["hidden_at"])
        data = {"held": found.pk, "material": found.code}
        trail.append(f"library:{found.party_id}", kind, actor.label, now, data)
    return Filed(found.pk)


def record_use(
    actor: Actor, party: int, line: str, offer: Offer, *, case: str, title: str, department: str, oral: bool,
    now: datetime,
) -> None:  # fmt: skip
    """Write down one use: of what, for which case, on which ground. In the caller's transaction.

    `line`: the material line's code; `oral`: agreed at the counter.
    """
    trail.require_transaction()
    parties.lock(party)
    one = offer.holding
    HeldUse.objects.create(
        party_id=party, origin=one.origin, ref=one.ref, code=line, name=one.name, case=case,
        title=title, department=department, basis=offer.basis, oral=oral, at=now, by=actor.label,
    )  # fmt: skip
    data = {
        "origin": str(one.origin), "ref": one.ref, "material": line, "case": case, "department": department,
        "basis": str(offer.basis), "oral": oral,
    }  # fmt: skip
    trail.append(f"library:{party}", Kind.MATERIAL_USED, actor.label, now, data)


def end_use(actor: Actor, party: int, case: str, line: str, *, now: datetime) -> bool:
    """A use is taken back (another version was given, or it was dropped). In the caller's transaction."""
    trail.require_transaction()
    parties.lock(party)
    ended = HeldUse.objects.filter(case=case, code=line, ended_at__isnull=True).update(ended_at=now)
    if ended:
        data = {"material": line, "case": case}
        trail.append(f"library:{party}", Kind.MATERIAL_USE_ENDED, actor.label, now, data)
    return bool(ended)
