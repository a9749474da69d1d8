"""Refusals on the way in: item not open, party unknown or not served, answers not whole."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from . import authority, intake
from .authority import Actor
from .conditions import Answers
from .errors import Kind, RuleBroken
from .item import ItemSpec
from .terms import Audience, Role


class ItemClosed(RuleBroken):
    """The item is suspended, cancelled, or has no version in force."""

    code = "apply.item_closed"
    text = "这个事项现在不能申请"


class GuideOnly(RuleBroken):
    """A bundle that is only led through (导办) is not applied for here: its steps are taken one by one."""

    code = "apply.guide_only"
    text = "这件事是导办，不在这里申请，请按指南里的步骤一处一处办"


class PartyUnknown(RuleBroken):
    """The applicant is not on file."""

    code = "apply.party_unknown"
    text = "没有找到申请人，请先登记"
    kind = Kind.INVALID


class NotForYou(RuleBroken):
    """One may apply for oneself, for a principal by mandate, or as a clerk for a person at the counter."""

    code = "apply.not_for_you"
    text = "您没有得到授权，不能替这位申请人办"
    kind = Kind.FORBIDDEN


class NumberMissing(RuleBroken):
    """A clerk's program opens an application for whoever's number it names, not for a running number."""

    code = "apply.number_missing"
    text = "替别人开始办理，请写对方的身份证号或者统一社会信用代码"
    kind = Kind.INVALID


class WrongAudience(RuleBroken):
    """The item serves people only, or organisations only."""

    code = "apply.wrong_audience"
    text = "这个事项只给{who}办"
    kind = Kind.INVALID


class BadAnswers(RuleBroken):
    """The form is not whole: the first problem is named."""

    code = "apply.bad_answers"
    text = "表里还有 {count} 处要改：{first}"
    kind = Kind.INVALID


class HandedIn(RuleBroken):
    """Only a draft can be dropped."""

    code = "apply.handed_in"
    text = "这一件已经提交，删不掉了；不想办，请在办件页撤回"


class MaterialUnknown(RuleBroken):
    """This item does not ask for such a material."""

    code = "apply.material_unknown"
    text = "这个事项不要这份材料"
    kind = Kind.INVALID


class FormUnchanged(RuleBroken):
    """The notice named fields of the form, and nobody has changed it since."""

    code = "apply.form_unchanged"
    text = "表里的{names}还没有改"
    kind = Kind.INVALID


def require_handled_here(spec: ItemSpec) -> None:
    """Raise GuideOnly for a bundle that only leads people through."""
    if spec.guide_only:
        raise GuideOnly()


def require_form_changed(named: Collection[str]) -> None:
    """Raise FormUnchanged while labels of fields that were to be changed are left."""
    if named:
        raise FormUnchanged(names="、".join(f"“{one}”" for one in named))


class NotEligible(RuleBroken):
    """The answers show that the applicant does not meet the item's conditions."""

    code = "apply.not_eligible"
    text = "按您填的情况，这个事项还不能办：{words}"
    kind = Kind.INVALID


def require_eligible(spec: ItemSpec, answers: Answers, today: date) -> None:
    """Raise NotEligible when the answers rule the applicant out; undecided answers do not."""
    found = intake.eligible(spec, answers, today)
    if found.state is False:
        raise NotEligible(words=found.words)


def require_may_file(actor: Actor, party: int, item: str, region: str) -> None:
    """Raise NotForYou unless the actor is the party, has its mandate, or is a clerk of a hall there."""
    if actor.is_system or authority.stands_for(actor, party, item):
        return
    if not any(p.role is Role.CLERK and authority.serves(p, region) for p in actor.posts):
        raise NotForYou()


def require_stands_for(actor: Actor, party: int | None, item: str) -> None:
    """Raise NotForYou unless the actor is this party or has its mandate; None: nobody on file."""
    if not authority.stands_for(actor, party, item):
        raise NotForYou()


def require_known(actor: Actor, party: int, item: str) -> None:
    """Raise NumberMissing where staff name a party that is neither theirs nor their principal."""
    if actor.staff and not authority.stands_for(actor, party, item):
        raise NumberMissing()


def agent_for(actor: Actor, party: int, item: str) -> int | None:
    """The party id of who acts by mandate; a clerk at the counter is no agent, whoever they are."""
    by_mandate = actor.party != party and authority.stands_for(actor, party, item)
    return actor.party if by_mandate else None


def require_audience(spec: ItemSpec, party_kind: str) -> None:
    """Raise WrongAudience when the item does not serve this kind of party ("person" or "enterprise")."""
    person = Audience.PERSON in spec.audiences
    others = any(one is not Audience.PERSON for one in spec.audiences)
    if party_kind == "person" and not person:
        raise WrongAudience(who="企业和单位")
    if party_kind != "person" and not others:
        raise WrongAudience(who="个人")
