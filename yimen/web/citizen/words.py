"""Limits, visits and other facts of an item as plain words, for lists and the guide."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from yimen.rules.item import Fee, ItemSpec, Limit, SpecialStep
from yimen.rules.terms import Unit

#: Theme → icon; a theme that is not here gets the plain one.
ICONS = {
    gettext_noop("户籍证件"): "id",
    gettext_noop("社保医保"): "stethoscope",
    gettext_noop("教育入学"): "school",
    gettext_noop("婚育收养"): "heart",
    gettext_noop("住房不动产"): "home",
    gettext_noop("交通出行"): "car",
    gettext_noop("开店经营"): "building-store",
    gettext_noop("老人残疾人"): "heart-handshake",
    gettext_noop("就业创业"): "briefcase",
    gettext_noop("企业开办变更"): "building",
    gettext_noop("投资建设"): "building-factory",
    gettext_noop("税费社保"): "receipt-tax",
    gettext_noop("资质许可"): "license",
    gettext_noop("农林水利"): "seedling",
    gettext_noop("公用事业"): "tools",
    gettext_noop("文旅体育"): "camera",
}
PLAIN_ICON = "file-text"


def limit_words(limit: Limit | None) -> str:
    """5 个工作日 · 10 天（自然日） · 当场办结 · "" where nothing is said."""
    if limit is None:
        return ""
    if limit.days == 0:
        return _("当场办结")
    if limit.unit is Unit.NATURAL:
        return ngettext("{n} 天（自然日）", "{n} 天（自然日）", limit.days).format(n=limit.days)
    return ngettext("{n} 个工作日", "{n} 个工作日", limit.days).format(n=limit.days)


def promise_words(limit: Limit | None) -> str:
    """The promise in a list: its days, or that there is none."""
    return limit_words(limit) or _("没有承诺时限")


def visit_words(visits: int) -> str:
    """How often one has to come: 不用跑 · 跑 1 次."""
    if visits == 0:
        return _("不用跑")
    return ngettext("跑 {n} 次", "跑 {n} 次", visits).format(n=visits)


def fee_words(spec: ItemSpec) -> str:
    """不收费, or that it costs something (the table below says how much)."""
    return _("收费，见收费标准") if spec.charged or spec.fees else _("不收费")


def price_words(fee: Fee) -> str:
    """The price of one charge: 10.00 元, or the published scale."""
    return (
        _("{amount} 元").format(amount=f"{fee.unit_price:,.2f}")
        if fee.unit_price is not None
        else _("按标准")
    )


def special_words(step: SpecialStep) -> str:
    """Whether this special procedure counts in the legal limit."""
    return _("不计入法定时限") if step.excluded_by_law else _("计入法定时限，不计入承诺时限")
