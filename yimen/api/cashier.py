"""/api/cashier/notices: the payment platform says of its own accord how an order stands.

The contract is docs/how-to/cashier.md. No token and no session: who speaks is known by the signature, which
stands over the raw body. A message counts once, within five minutes; sent again it gets the answer of the
first. What does not fit is noted and refused.
"""

from __future__ import annotations

import hmac
import json
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from yimen.keys.crypto import hmac_sm3
from yimen.limits.actions import count
from yimen.limits.visitor import address_of
from yimen.projects import actions
from yimen.projects.actions import Taken
from yimen.rules.authority import SYSTEM
from yimen.rules.cashier import Doubt, Heard, NoticeDoubted, OrderUnknown, read_amount, signed_text
from yimen.rules.errors import RuleBroken
from yimen.rules.limits import API_OPEN
from yimen.rules.paying import PayState

from . import problems
from .auth import now_of

#: A message is never longer.
MOST = 64 * 1024
_STATES = {"paid": PayState.PAID, "failed": PayState.FAILED, "pending": PayState.PENDING}
_KEYS = {"order", "amount", "state", "reference"}


@csrf_exempt
def notice(request: HttpRequest) -> HttpResponse:
    """One message of the platform; the answer is signed as the message was."""
    if request.method != "POST":
        answer = problems.plain(request, 405)
        answer["Allow"] = "POST"
    elif not settings.CASHIER:
        answer = problems.plain(request, 404)
    else:
        answer = _answered(request)
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _answered(request: HttpRequest) -> HttpResponse:
    try:
        count(API_OPEN, address_of(request.META), now=now_of(request))
        body = request.body
    except RequestDataTooBig:
        return problems.plain(request, 413)
    except RuleBroken as error:
        return problems.refused(request, error)
    if len(body) > MOST:
        return problems.plain(request, 413)
    if not _signed(request, body):
        return problems.plain(request, 401)
    answer = _heard(request, body)
    said = signed_text(
        "answer", _merchant(), str(answer.status_code), _head(request, "Nonce"), answer.content
    )
    answer["X-Cashier-Sign"] = hmac_sm3(_key(), said).hex()
    return answer


def _heard(request: HttpRequest, body: bytes) -> HttpResponse:
    heard = _read(body)
    if heard is None:
        return problems.plain(request, 400)
    nonce = _head(request, "Nonce")
    try:
        taken = actions.hear(
            SYSTEM, heard, _head(request, "Time"), nonce, now=now_of(request), once=f"cashier:{nonce}"
        )
        _require_taken(taken)
    except RuleBroken as error:
        return problems.refused(request, error)
    told = {"order": taken.order, "state": taken.state}
    return HttpResponse(json.dumps(told).encode(), content_type="application/json")


def _require_taken(taken: Taken) -> None:
    """Raise for a message that was noted and not taken: the platform has to know. After commit."""
    if taken.doubt == Doubt.UNKNOWN:
        raise OrderUnknown()
    if taken.doubt:
        raise NoticeDoubted(what=Doubt.label_of(taken.doubt))


def _head(request: HttpRequest, name: str) -> str:
    return request.headers.get(f"X-Cashier-{name}", "")[:80]


def _merchant() -> str:
    return str(settings.CASHIER["merchant"])


def _key() -> bytes:
    return bytes.fromhex(settings.CASHIER["key"])


def _signed(request: HttpRequest, body: bytes) -> bool:
    """Whether the platform itself signed this message."""
    if _head(request, "Merchant") != _merchant():
        return False
    text = signed_text("notice", _merchant(), _head(request, "Time"), _head(request, "Nonce"), body)
    given = _head(request, "Sign").encode("utf-8", "replace")
    return bool(hmac.compare_digest(hmac_sm3(_key(), text).hex().encode(), given))


def _read(body: bytes) -> Heard | None:
    """The message, or None where it is not what the contract says."""
    try:
        told: Any = json.loads(body)
    except ValueError:
        return None
    if not isinstance(told, dict) or set(told) != _KEYS or not all(isinstance(v, str) for v in told.values()):
        return None
    amount, state = read_amount(told["amount"]), _STATES.get(told["state"])
    fits = told["order"].isprintable() and 0 < len(told["order"]) <= 40 and len(told["reference"]) <= 80
    if amount is None or state is None or not fits or not told["reference"].isprintable():
        return None
    return Heard(told["order"], amount, state, told["reference"])
