"""同一主体材料只提交一次: what is on file satisfies a material line, whether the party must agree, how far it
is trusted.

Source: domain 5.2 (one material code, once per party, validity checked); 个人信息保护法 articles 13, 14, 23
(use by another organ than the one that collected needs consent unless a law provides it); 政务数据共享条例
(what a register answers needs no paper). How long a material without an end of its own stays usable is a
local rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .errors import Kind, RuleBroken
from .item import MaterialUse
from .terms import GetType, Held, MaterialKind, UseBasis

#: A lease, a plan, a report says nothing of its end: after a year it is asked for anew.
USABLE_DAYS = 365


class ConsentMissing(RuleBroken):
    """Another organ collected it: the party is asked first, and nothing is ticked beforehand."""

    code = "library.consent_missing"
    text = "“{name}”是{department}收的，先要本人同意才能用"
    basis = "《个人信息保护法》第十三条、第二十三条"
    kind = Kind.INVALID


class NotOnFile(RuleBroken):
    """Nothing usable is on file for this material: hidden, replaced, run out, or never given."""

    code = "library.not_on_file"
    text = "材料库里没有能用的“{name}”，请交一份"
    kind = Kind.INVALID


class NotHeld(RuleBroken):
    """There is no such material in this party's library."""

    code = "library.not_found"
    text = "材料库里没有这份材料"
    kind = Kind.NOT_FOUND


class EndsInThePast(RuleBroken):
    """What has run out already is of no use to anybody."""

    code = "library.ends_in_the_past"
    text = "有效期到 {day}，已经过了，请换一份有效的"
    kind = Kind.INVALID


class NotReusable(RuleBroken):
    """A form is filled in for one application; it cannot be kept for the next."""

    code = "library.not_reusable"
    text = "“{name}”是为每次申请填的表，不能预先存"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Holding:
    """One thing on file of a party. `department`: credit code of who collected it, "" for the party itself.

    `ref` is its id among those of its origin; `case` the number of the case it came from; both days are
    inclusive, None means no end known. `files`: stored files that come with it, where they are known.
    """

    origin: Held
    ref: int
    code: str
    name: str
    since: date
    valid_to: date | None = None
    department: str = ""
    department_name: str = ""
    case: str = ""
    files: tuple[int, ...] = ()


@dataclass(frozen=True)
class Offer:
    """A holding that satisfies a line of an application. `checked`: a person or a register vouches for it."""

    holding: Holding
    basis: UseBasis

    @property
    def asks_consent(self) -> bool:
        """Whether the party must agree first."""
        return self.basis is UseBasis.CONSENT

    @property
    def checked(self) -> bool:
        """Whether an official or a register vouches for it; else the clerk judges it as if it came today."""
        return self.holding.origin is not Held.UPLOADED

    @property
    def how(self) -> GetType:
        """How the material came in, for the case."""
        ways = {Held.LICENCE: GetType.LICENCE, Held.REGISTER: GetType.SHARED}
        return ways.get(self.holding.origin, GetType.LIBRARY)


#: Best first: what a register or licence says today, then what a clerk has checked, then what was uploaded.
_ORDER = (Held.REGISTER, Held.LICENCE, Held.CHECKED, Held.UPLOADED)


@dataclass(frozen=True)
class Canonical:
    """The definition that stands for a code since a keeper merged them."""

    code: str
    name: str


Merged = Mapping[str, Canonical]
_UNMERGED: Merged = {}


def offers(
    lines: Iterable[MaterialUse],
    holdings: Iterable[Holding],
    department: str,
    today: date,
    merged: Merged = _UNMERGED,
) -> dict[str, Offer]:
    """What each material line could be satisfied with, by its code: the best and newest that is usable today.

    `department`: credit code of the organ that will use it; `merged`: what stands for merged codes.
    Lines that the item frees anyway get none.
    """
    usable = sorted(
        (one for one in holdings if is_usable(one, today)),
        key=lambda one: (_ORDER.index(one.origin), -one.since.toordinal(), -one.ref),
    )
    found: dict[str, Offer] = {}
    for line in lines:
        one = None if line.exempt_by else next((h for h in usable if fits(line, h, merged)), None)
        if one is not None:
            found[line.code] = Offer(one, basis(one, department))
    return found


def is_usable(one: Holding, today: date) -> bool:
    """Whether it may be used on this day."""
    return one.since <= today and (one.valid_to is None or today <= one.valid_to)


def fits(line: MaterialUse, one: Holding, merged: Merged = _UNMERGED) -> bool:
    """Whether the holding is what the line asks for: the same shared definition, or the same name; a merged
    definition is also the one that stands for it.

    Forms are filled in anew each time, also where a catalogue does not call them forms.
    """
    if line.kind is MaterialKind.FORM or is_form_by_name(line.name):
        return False
    return not _called(line.code, line.name, merged).isdisjoint(_called(one.code, one.name, merged))


def _called(code: str, name: str, merged: Merged) -> set[str]:
    """What a definition is known by: codes apart from plain names."""
    known = {f"code {code}", plain_name(name)} if code else {plain_name(name)}
    stands = merged.get(code)
    return known | {f"code {stands.code}", plain_name(stands.name)} if stands else known


def basis(one: Holding, department: str) -> UseBasis:
    """On which ground `department` may use it."""
    if one.origin is Held.REGISTER:
        return UseBasis.REGISTER
    if one.origin is Held.LICENCE and one.department in {"", department}:
        return UseBasis.LICENCE
    if not one.department:
        return UseBasis.OWN
    return UseBasis.SAME_ORGAN if one.department == department else UseBasis.CONSENT


def require_consent(offer: Offer, agreed: bool) -> None:
    """Raise ConsentMissing where the party must agree and has not."""
    if offer.asks_consent and not agreed:
        raise ConsentMissing(name=offer.holding.name, department=offer.holding.department_name)


def automatic(found: Mapping[str, Offer]) -> dict[str, Offer]:
    """The offers that need nobody's word: they count as given without a press of a button."""
    return {code: offer for code, offer in found.items() if not offer.asks_consent}


def usable_until(kind: MaterialKind, since: date, days: int | None = None) -> date | None:
    """The last day on which a material without an end of its own is offered; None: until a newer one.

    `days`: what the keeper says of this definition, over what its kind says.
    """
    if days is not None:
        return since + timedelta(days=days)
    return None if kind is MaterialKind.CERTIFICATE else since + timedelta(days=USABLE_DAYS)


def check_end(valid_to: date | None, today: date) -> None:
    """Raise EndsInThePast for a material that has run out."""
    if valid_to is not None and valid_to < today:
        raise EndsInThePast(day=valid_to.isoformat())


def check_kind(kind: MaterialKind, name: str) -> None:
    """Raise NotReusable for forms."""
    if kind is MaterialKind.FORM or is_form_by_name(name):
        raise NotReusable(name=name)


# --- names ------------------------------------------------------------------------------------------------
#: What catalogues add to a name without meaning another material: how many, which copy, the form of it.
_ASIDE = re.compile(r"[(\[（【〔][^()\[\]（）【】〔〕]*[)\]）】〕]")
_COPY = re.compile(r"(?:的)?(?:原件(?:及|和|与|或)复印件|复印件|原件|扫描件|影印件|电子版|正本|副本)+$")
_BEFORE = re.compile(r"^(?:\d+[.、)）]|[一二三四五六七八九十]+、)")
_SIGNS = re.compile(r"[\s《》“”\"'‘’,，.。;；:：、·\-—_]+")


#: 审查意见书 and 选址意见书 are issued by an authority (城乡规划法第三十六条, 消防法第十二条), never a form.
_FORM = re.compile(
    r"(?:申请表|申请书|申请报告|登记表|申报表|审批表|备案表|承诺书|委托书|报告表|推荐表|(?<!审查)(?<!选址)意见书)$"
)


def is_form_by_name(name: str) -> bool:
    """Whether a name tells of something written for one application: imported catalogues say no kind."""
    return bool(_FORM.search(plain_name(name)))


def plain_name(name: str) -> str:
    """A material's name without what makes it no other one: brackets, 原件/复印件, signs, numbering."""
    text = unicodedata.normalize("NFKC", name).strip()
    text = _ASIDE.sub("", _BEFORE.sub("", text))
    text = _SIGNS.sub("", text)
    short = _COPY.sub("", text)
    return (short or text).casefold()


# --- the measure ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Mention:
    """One item asks for one material: the code of its shared definition and its name."""

    item: str
    code: str
    name: str


@dataclass(frozen=True)
class Share:
    """Of all mentions of a catalogue, those that need not be given again with these materials on file."""

    held: tuple[str, ...]
    mentions: int
    free: int
    items: int
    items_free: int

    @property
    def percent(self) -> float:
        """免交 mentions in a hundred, to one decimal."""
        return round(100 * self.free / self.mentions, 1) if self.mentions else 0.0


def standing(mentions: Iterable[Mention], merged: Merged) -> list[Mention]:
    """Mentions under the definitions that stand for them."""
    found = []
    for one in mentions:
        stands = merged.get(one.code)
        found.append(Mention(one.item, stands.code, stands.name) if stands else one)
    return found


def measure(mentions: Sequence[Mention], most: int, *, plain: bool, forms: bool = False) -> Share:
    """The share for a party with the `most` commonest materials on file.

    `plain`: materials of the same plain name count as one (as `fits` does), else only those of the same
    shared definition; `forms`: count forms as if they could be kept. `items_free`: items that ask for
    nothing else.
    """

    def key(one: Mention) -> str:
        return plain_name(one.name) if plain else one.code

    names = {key(one): one.name for one in reversed(mentions)}
    counted = Counter(key(one) for one in mentions if forms or not is_form_by_name(one.name))
    held = [k for k, _n in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:most]]
    kept = set(held)
    free = [one for one in mentions if key(one) in kept]
    asks = {one.item for one in mentions}
    left = {one.item for one in mentions if key(one) not in kept}
    return Share(tuple(names[k] for k in held), len(mentions), len(free), len(asks), len(asks - left))
