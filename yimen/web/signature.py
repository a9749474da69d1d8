"""A signature drawn at the counter: taken in through the checks of every upload, shown on the 送达回证."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from yimen.rules.errors import RuleBroken
from yimen.vault import actions as vault
from yimen.vault import queries as kept
from yimen.web.forms import FormErrors
from yimen.web.guard import StaffRequest


def take(request: StaffRequest, errors: FormErrors) -> str:
    """The digest of the picture sent as `signature`, kept; "" where none came or it is no picture."""
    given = request.FILES.get("signature")
    if given is None:
        return ""
    try:
        return vault.keep(request.actor, given.chunks(), given.name or "", now=request.now).digest
    except RuleBroken as error:
        errors.refuse("signature", error)
        return ""


def picture(doc: Mapping[str, Any]) -> str:
    """The signature of a document as the address of an image; "" where it was signed on paper."""
    digest = str(doc.get("signature", ""))
    if not digest:
        return ""
    with kept.open_digest(digest) as content:
        drawn = base64.b64encode(content.read()).decode("ascii")
    return f"data:image/png;base64,{drawn}"
