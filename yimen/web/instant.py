"""秒批 as the pages of a case tell it: what was decided, by which rules, on what, and what was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yimen.cases.queries import CasePage
from yimen.instant import queries as instant
from yimen.instant.queries import DecisionView
from yimen.rules.errors import say
from yimen.rules.instant.judge import Check, Outcome
from yimen.rules.sight import Part, parts

#: Outcome → what people read of it, and its colour.
SAID: Mapping[Outcome, tuple[str, str]] = {
    Outcome.APPROVE: (gettext_noop("系统当场批准"), "green"),
    Outcome.ASK_BACK: (gettext_noop("系统请申请人改"), "amber"),
    Outcome.PERSON: (gettext_noop("系统定不了，转给工作人员"), "blue"),
}


def decisions(page: CasePage) -> list[dict[str, Any]]:
    """The decisions by machine on this case, newest first, as far as its reader may know them."""
    shown = parts(page.sights)
    if page.spec.instant is None or Part.COURSE not in shown:
        return []
    return [_told(one, Part.ANSWERS in shown) for one in instant.of_case(page.case.number)]


def _told(one: DecisionView, answers: bool) -> dict[str, Any]:
    words, colour = SAID[one.outcome]
    return {
        "open": _("要改") if one.outcome is Outcome.ASK_BACK else _("要人看"),
        "words": _(words), "colour": colour, "at": one.at, "version": one.version, "rules": one.rules[:12],
        "checks": [{"ok": check.ok, "words": check_words(check)} for check in one.checks],
        "inputs": [(item["label"], _(item["words"])) for item in one.inputs] if answers else [],
        "sources": [{**source, "source": _(source["source"]), "said": _(source["said"])}
                    for source in one.sources],
        "recheck": recheck_words(one),
    }  # fmt: skip


def check_words(check: Check) -> str:
    """One check in the reader's language."""
    return say(check.text, check.facts, _)


def recheck_words(one: DecisionView) -> str:
    """What a person found who looked again; "" where the decision was not drawn."""
    if not one.chosen:
        return ""
    if one.right is None:
        return _("抽中了，还没有人看")
    found = _("抽查：对") if one.right else _("抽查：不对")
    return _("{found}。{words}").format(found=found, words=one.words)
