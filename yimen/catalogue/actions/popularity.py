"""How often an item is filed: counted by a reaction, read by search ranking and the home page."""

from __future__ import annotations

from django.db.models import F

from yimen.catalogue.models import Item
from yimen.trail.actions import require_transaction


def count_filed(item_id: int) -> None:
    """One more application for this item. Runs in the reaction's transaction."""
    require_transaction()
    Item.objects.filter(pk=item_id).update(filed=F("filed") + 1)
