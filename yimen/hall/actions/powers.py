"""What is served on weekends, and powers that move down: lists with a document each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue
from yimen.rules import people, routing
from yimen.rules.authority import Actor, require_role
from yimen.rules.calendar import china_date
from yimen.rules.hall import keeping
from yimen.rules.hall.events import HallEvent
from yimen.rules.hall.terms import Power, SiteLevel
from yimen.rules.queueing.floor import require_floor
from yimen.rules.routing import Move
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import MovedPower, WeekendItem
from ._shared import Kept, department_id, item_id, region_id

STREAM = "hall"
_TEXT = 200


@use_case(Kept)
def list_weekend(actor: Actor, items: Sequence[str], document: str, *, now: datetime, once: str = "") -> Kept:
    """列入延时服务: items (codes) are served on Saturdays and Sundays too. The answer counts the new ones.

    ADMIN or KEEPER. Raises WeekendBasis, ItemUnknown.
    """
    require_role(actor, *keeping.KEEPERS)
    document = people.read_text(document, china_date(now), label="文件", most=_TEXT)
    if not document:
        raise keeping.WeekendBasis()
    wanted = catalogue.ids(items)
    have = set(WeekendItem.objects.values_list("item_id", flat=True))
    fresh = {code: pk for code, pk in wanted.items() if pk not in have}
    WeekendItem.objects.bulk_create(
        WeekendItem(item_id=pk, document=document, at=now, by=actor.label) for pk in fresh.values()
    )
    if fresh:
        data = {"items": sorted(fresh), "document": document}
        trail.append(STREAM, HallEvent.WEEKEND_LISTED, actor.label, now, data)
    return Kept(len(fresh))


@use_case(Kept)
def unlist_weekend(actor: Actor, item: str, *, now: datetime, once: str = "") -> Kept:
    """移出延时服务. ADMIN or KEEPER. What is not listed is no error. Raises ItemUnknown."""
    require_role(actor, *keeping.KEEPERS)
    pk = item_id(item)
    gone, _ = WeekendItem.objects.filter(item_id=pk).delete()
    if gone:
        trail.append(STREAM, HallEvent.WEEKEND_UNLISTED, actor.label, now, {"item": item})
    return Kept(pk)


@use_case(Kept)
def move_power(
    actor: Actor, item: str, power: str, level: str, region: str, giver: str, basis: str, *, now: datetime,
    from_day: date | None = None, to_day: date | None = None, once: str = "",
) -> Kept:  # fmt: skip
    """放权: a power over an item goes to all sites of `level` within `region` (12 digits).

    By the organ `giver` (credit code), on the strength of `basis`, from `from_day` (None: today) until
    `to_day` (None: for good).

    Who runs the floors of the region. Raises NotPermitted, PowerReach, PowerDays, PowerBasis, PowerThere,
    NoOffice, ItemUnknown, NotThere.
    """
    require_floor(actor, region)
    move = Move(Power(power), SiteLevel(level), region, from_day or china_date(now), to_day)
    basis = people.read_text(basis, china_date(now), label="文件", most=_TEXT)
    routing.check_move(move, basis)
    routing.require_office(
        move.power, [code for code in bureau.offices_under(region) if routing.is_below(code)]
    )
    pk, place = item_id(item), region_id(region)
    _require_new(pk, place, move)
    made = MovedPower.objects.create(
        item_id=pk, power=str(move.power), level=str(move.level), region_id=place, basis=basis,
        giver_id=department_id(giver), from_day=move.first, to_day=move.last, at=now, by=actor.label,
    )  # fmt: skip
    data = {
        "item": item, "power": str(move.power), "level": str(move.level), "region": region, "giver": giver,
        "basis": basis, "from": move.first.isoformat(), "to": to_day.isoformat() if to_day else "",
    }  # fmt: skip
    trail.append(STREAM, HallEvent.POWER_MOVED, actor.label, now, data)
    return Kept(made.pk)


@use_case(Kept)
def take_power_back(actor: Actor, move: int, why: str, *, now: datetime, once: str = "") -> Kept:
    """收回放权 from today on; what was received until then is finished where it lies.

    Who runs the floors of its region. Raises NotPermitted, PowerBasis where no reason is given, SiteUnknown
    where there is no such record.
    """
    why = people.read_text(why, china_date(now), label="理由", most=_TEXT)
    if not why:
        raise routing.PowerBasis()
    rows = MovedPower.objects.select_for_update(of=("self",)).select_related("item", "region")
    found = rows.filter(pk=move, ended_by="").first()
    if found is None:
        raise keeping.SiteUnknown()
    require_floor(actor, found.region.code)
    found.to_day, found.ended_by = china_date(now) - timedelta(days=1), actor.label
    found.ended_why = why
    found.save(update_fields=["to_day", "ended_by", "ended_why"])
    data = {"item": found.item.code, "power": found.power, "reason": why}
    trail.append(STREAM, HallEvent.POWER_BACK, actor.label, now, data)
    return Kept(move)


def _require_new(item: int, region: int, move: Move) -> None:
    """Raise PowerThere where the same power lies there on one of these days."""
    rows = MovedPower.objects.select_for_update(of=("self",)).filter(
        item_id=item, region_id=region, level=str(move.level), power=str(move.power), ended_by=""
    )
    for other in rows:
        if other.from_day <= (move.last or date.max) and move.first <= (other.to_day or date.max):
            raise routing.PowerThere()
