"""事项状态: an item is suspended, resumed or cancelled by a document; its versions stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.catalogue.models import Item
from yimen.catalogue.refusals import NoDocument, NoSuchChange, ShutByMember
from yimen.rules.authority import Actor
from yimen.rules.events import Kind
from yimen.rules.item import ItemSpec
from yimen.rules.terms import ItemState
from yimen.trail.usecase import use_case

from . import _store

#: From which states each state may be reached; a cancelled item does not come back.
_FROM = {
    ItemState.SUSPENDED: {ItemState.ACTIVE},
    ItemState.ACTIVE: {ItemState.SUSPENDED},
    ItemState.CANCELLED: {ItemState.ACTIVE, ItemState.SUSPENDED},
}


@dataclass(frozen=True)
class Stands:
    """How the item now stands (code of ItemState)."""

    code: str
    state: str


@use_case(Stands)
def suspend(actor: Actor, code: str, *, document: str, now: datetime, once: str = "") -> Stands:
    """暂停: nobody can apply until it is resumed. Raises NotPermitted, NoDocument, NoSuchChange."""
    return _change(actor, code, ItemState.SUSPENDED, document, now)


@use_case(Stands)
def resume(actor: Actor, code: str, *, document: str, now: datetime, once: str = "") -> Stands:
    """恢复: a suspended item is open again. Raises NotPermitted, NoDocument, NoSuchChange, ShutByMember."""
    return _change(actor, code, ItemState.ACTIVE, document, now)


@use_case(Stands)
def cancel(actor: Actor, code: str, *, document: str, now: datetime, once: str = "") -> Stands:
    """取消: the item is closed for good; running cases go on under their version.

    Raises NotPermitted, NoDocument, NoSuchChange.
    """
    return _change(actor, code, ItemState.CANCELLED, document, now)


def _change(actor: Actor, code: str, to: ItemState, document: str, now: datetime) -> Stands:
    _store.require_keeper(actor)
    if not document.strip():
        raise NoDocument()
    item = _store.lock_item(code)
    before = next(one for one in ItemState if one.value == item.state)
    if before not in _FROM[to]:
        raise NoSuchChange(state=before.label, to=to.label)
    if to is ItemState.ACTIVE and item.shut_by_member:
        raise ShutByMember(item=code)
    item.state = to
    item.save(update_fields=["state"])
    _show(item)
    _store.tell(
        code, Kind.ITEM_STATE_CHANGED, actor, now, state=str(to), before=str(before), document=document
    )
    return Stands(code, str(to))


def _show(item: Item) -> None:
    _store.unindex([item])
    if item.is_open and item.current is not None:
        _store.index([(item, ItemSpec.from_dict(item.current.spec))])
