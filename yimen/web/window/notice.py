"""联办的一次告知 at the window that leads: the list of the departments, edited together and sent once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimen.cases import actions
from yimen.cases.queries import CasePage
from yimen.rules import collecting
from yimen.rules.collecting import WORDS_MOST
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import Role
from yimen.web.forms import FormErrors, clean
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.window.casepage import address, at_window, show
from yimen.web.window.decide import read_rev


@needs(Role.CLERK)
@require_POST
def send(request: StaffRequest, number: str) -> HttpResponseBase:
    """Send the one notice with the words as they were edited."""
    page, errors = at_window(request, number), FormErrors()
    words = _words(request, page, errors)
    if errors:
        return show(request, page, errors, request.POST)
    try:
        done = actions.send_notice(
            request.actor, number, words=words, now=request.now, rev=read_rev(request), once=once_key(request)
        )
    except RuleBroken as error:
        return refused(request, error, address(number))
    messages.success(request, _("一次告知发出了，告知书 {paper} 可以打印了。").format(paper=done.document))
    return redirect(address(number))


def _words(request: StaffRequest, page: CasePage, errors: FormErrors) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in page.members.collected if page.members else ():
        key = collecting.line_key(one.gap)
        found[key] = clean(request, key).strip()
        if len(found[key]) > WORDS_MOST:
            errors.add(key, _("“{name}”最多写 {n} 个字").format(name=one.gap.name, n=WORDS_MOST))
    return found
