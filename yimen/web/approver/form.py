"""One posted act of an approver: what was typed, read and checked before anything is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yimen.cases.actions import Done
from yimen.cases.queries import CasePage
from yimen.web.forms import FormErrors, clean
from yimen.web.guard import StaffRequest, once_key
from yimen.web.window.decide import read_rev

TEXT_MAX = 1000


@dataclass
class Form:
    """One posted act: the request, the case as it is now, what was wrong, the words of the answer."""

    request: StaffRequest
    page: CasePage
    errors: FormErrors = field(default_factory=FormErrors)

    def text(self, name: str, label: str, *, needed: bool = True, most: int = TEXT_MAX) -> str:
        """A text without blanks around it; noted where it is missing or too long."""
        value = clean(self.request, name).strip()
        if needed and not value:
            self.errors.add(name, _("请填写{label}").format(label=label))
        if len(value) > most:
            self.errors.add(name, _("{label}最多 {n} 个字，请写短些").format(label=label, n=most))
        return value

    def choice(self, name: str, options: Any, label: str) -> str:
        """One of the options, by its code; noted where it is none of them."""
        value = clean(self.request, name)
        if value not in {str(one[0]) for one in options}:
            self.errors.add(name, _("请选{label}").format(label=label))
        return value

    def day(self, name: str, label: str, *, needed: bool) -> date | None:
        """A date; noted where it is missing or none."""
        value = clean(self.request, name).strip()
        if not value:
            if needed:
                self.errors.add(name, _("请填写{label}").format(label=label))
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.errors.add(name, _("{label}要写成年、月、日，例如 2026-11-30").format(label=label))
            return None

    @property
    def sent(self) -> dict[str, Any]:
        """What every action takes: the moment, the revision of the page, the key against sending twice."""
        request = self.request
        return {"now": request.now, "rev": self.rev, "once": once_key(request)}

    @property
    def rev(self) -> int | None:
        """Which revision was looked at. In a sitting all sign at once: an opinion is given whatever
        others have just said, it is asked only that the seat is still open."""
        free = clean(self.request, "at") == "sitting" and clean(self.request, "act") in {"sign", "minute"}
        return None if free else read_rev(self.request)

    @property
    def case(self) -> tuple[Any, str]:
        """Actor and case number, the first arguments of every action."""
        return self.request.actor, self.page.case.number


#: An act read from its form: the call that does it, to be made only if nothing was wrong in the form.
Ready = Callable[[], Done]
