"""Who helped with a case, in words: for every page that shows the case, whoever reads it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yimen.bureau import queries as bureau
from yimen.cases.queries import CasePage
from yimen.parties import queries as parties


def helper_words(number: str) -> str:
    """A helper by name, place of work and staff number: people know whom they let in."""
    staff = bureau.staff_by_number(number)
    if staff is None:
        return number
    told = {"name": staff.name, "unit": staff.department.short_name, "number": staff.number}
    return _("{name}（{unit}，工号 {number}）").format(**told)


def by(page: CasePage) -> str:
    """帮办员 X（单位）代 Y 办; "" where nobody helped. One statement, and only where somebody did."""
    if not page.case.helper:
        return ""
    return _("帮办员 {helper}代 {party} 办").format(
        helper=helper_words(page.case.helper), party=parties.masked(page.case.party).name
    )
