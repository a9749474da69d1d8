"""The caller's own licences, and of whom they hold a mandate for everything."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from yimen.accounts.scopes import Scope
from yimen.rules.authority import holdings_of
from yimen.vault import queries as vault

from .auth import actor_of, needs, now_of
from .paging import Paged, next_link, start_of
from .schemas.licences import LicenceOut, LicencesOut

router = Router(tags=["证照"])


@router.get(
    "/licences", response=LicencesOut, auth=needs(Scope.CASES_READ), operation_id="licences_list",
    summary="我的电子证照", description="本人和全权委托人的证照，不列旧版。令牌权限 cases:read。",
)  # fmt: skip
def listed(request: HttpRequest, paged: Query[Paged]) -> LicencesOut:
    """Newest first, by keyset. Raises BadCursor."""
    before = start_of(paged, "licences")
    parties = holdings_of(actor_of(request))
    found = vault.of_party(parties, now_of(request), before=before, most=paged.limit + 1)
    shown = found[: paged.limit]
    start = shown[-1].id if len(found) > paged.limit else None
    return LicencesOut(
        licences=[LicenceOut.of(one) for one in shown], next=next_link(request, "licences", start)
    )
