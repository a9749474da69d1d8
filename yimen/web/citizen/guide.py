"""The guide of one item (一次告知): all one has to know before one starts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.catalogue import queries as catalogue
from yimen.rules import reuse, situations
from yimen.rules.calendar import china_date
from yimen.rules.conditions import reason
from yimen.rules.item import ItemSpec, Limit, MaterialUse, Step
from yimen.rules.terms import Channel, Need
from yimen.vault import queries as vault

from . import bundle_guide, halls
from .words import fee_words, limit_words, price_words, special_words, visit_words

_ONLINE = frozenset({Channel.WEB, Channel.MOBILE})


@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """/items/<code>/. An unknown item, or one without a version in force, is 404."""
    facts = guide_facts(code)
    spec = facts["spec"]
    facts["on_file"] = _on_file(request, spec)
    facts["near"] = halls.near(request, spec)
    if spec.members or spec.guide_only:
        more = bundle_guide.facts(facts["page"], request.now)  # type: ignore[attr-defined]
        merged = list(zip(facts["materials"], more["used_by"], strict=True))
        return render(request, "web/citizen/bundle.html", {**facts, **more, "merged": merged})
    facts["bundles"] = catalogue.by_codes(catalogue.bundles_with(code))
    return render(request, "web/citizen/guide.html", facts)


def _on_file(request: HttpRequest, spec: ItemSpec) -> int:
    """How many of the item's materials whoever is signed in has on file today."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    if actor is None or actor.party is None:
        return 0
    held = vault.holdings(actor.party, now)
    merged = catalogue.merged([m.code for m in spec.materials] + [h.code for h in held]) if held else {}
    return len(reuse.offers(spec.materials, held, spec.department, china_date(now), merged))


def guide_facts(code: str) -> dict[str, Any]:
    """All that the guide of one item tells, in the reader's language. Raises ItemUnknown."""
    page = catalogue.item_page(code)
    spec = page.spec
    return {"page": page, "steps": [_step(page, one) for one in spec.steps], **spec_facts(spec)}


def spec_facts(spec: ItemSpec) -> dict[str, Any]:
    """What follows from the facts of a version alone, in force or not."""
    return {
        "spec": spec,
        "key_facts": _key_facts(spec),
        "who": [_(one.label) for one in spec.audiences],
        "materials": _materials(spec),
        "counts": _counts(spec),
        "special": [
            (one, limit_words(Limit(one.days, one.unit)), special_words(one)) for one in spec.special
        ],
        "fees": [(one, price_words(one)) for one in spec.fees],
        "online": not _ONLINE.isdisjoint(spec.channels),
        "channels": _("、").join(_(one.label) for one in spec.channels),
    }


def _key_facts(spec: ItemSpec) -> list[tuple[str, str]]:
    return [
        (_("承诺办结"), limit_words(spec.promise) or _("没有承诺时限")),
        (_("法定时限"), limit_words(spec.legal) or _("法律没有规定")),
        (_("费用"), fee_words(spec)),
        (_("到现场"), visit_words(spec.visits)),
    ]


def when_words(spec: ItemSpec) -> dict[int, str]:
    """When each conditional material is needed, in plain words, by its place in the list."""
    found = situations.read(spec)
    return {place: reason(condition, _) for place, condition in found.materials.items()}


def need_of(one: MaterialUse) -> tuple[str, str]:
    """(words, colour) of what a material asks of the applicant; what may soften it is in `_softer`."""
    if one.exempt_by:
        return _("免交"), "green"
    if one.need is Need.OPTIONAL:
        return _("非必要"), "grey"
    return _("必要"), "blue"


def _softer(one: MaterialUse, spec: ItemSpec) -> list[str]:
    """What need not be there at once: it may come later, or a promise stands for it."""
    late = [_("可以后补（容缺）")] if one.need is Need.DEFERRABLE and not one.exempt_by else []
    return late + ([_("可以用承诺代替")] if one.pledge and not spec.risks else [])


def _materials(spec: ItemSpec) -> list[dict[str, Any]]:
    whens = when_words(spec)
    made = []
    for place, one in enumerate(spec.materials):
        tag, colour = need_of(one)
        made.append(
            {
                "one": one,
                "tag": tag,
                "colour": colour,
                "when": whens.get(place, ""),
                "sheets": _sheets(one),
                "softer": _softer(one, spec),
            }
        )
    return made


def _sheets(one: MaterialUse) -> str:
    parts = []
    if one.originals:
        parts.append(_("原件 {n} 份").format(n=one.originals))
    if one.copies:
        parts.append(_("复印件 {n} 份").format(n=one.copies))
    return _("、").join([*parts, _(one.form.label)])


def _counts(spec: ItemSpec) -> dict[str, int]:
    return {
        "all": len(spec.materials),
        "exempt": sum(1 for one in spec.materials if one.exempt_by),
    }


def _step(page: catalogue.ItemPage, one: Step) -> dict[str, Any]:
    days = limit_words(Limit(one.days)) if one.days else ""
    return {"name": one.name, "by": one.department_name or page.body.short_name, "days": days, "one": one}
