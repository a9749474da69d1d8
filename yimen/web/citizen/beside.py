"""重复申请 on the check page: the other application that is under way, and why another one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from yimen.cases import queries as cases
from yimen.cases.queries import CasePage
from yimen.rules.applying import MOST_AGAIN, require_reason_again
from yimen.web.forms import FormErrors, clean


def parts(request: HttpRequest, page: CasePage) -> dict[str, Any]:
    """For the template: what is under way, and the reason as typed."""
    typed = clean(request, "again")[:MOST_AGAIN]
    return {"beside": cases.beside(page), "again": typed, "most_again": MOST_AGAIN}


def require_word(request: HttpRequest, page: CasePage, errors: FormErrors) -> None:
    """Note at once, with whatever else is wrong on the page, that no reason is given."""
    found = cases.beside(page)
    if found is not None:
        errors.read("again", require_reason_again, found, clean(request, "again"))
