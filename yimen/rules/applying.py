"""Refusals on the way in: item not open, party unknown or not served, answers not whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import authority, intake, situations
from .authority import Actor
from .conditions import Answers, fields_used
from .errors import Kind, RuleBroken
from .helping.mandate import HelpNotConfirmed
from .item import ItemSpec
from .terms import Audience, Channel, Role


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


class AlreadyApplied(RuleBroken):
    """The applicant has an open application for the same item in the same situation, and did not say why
    another one: most are sent twice by mistake, and two departments would work on one matter."""

    code = "apply.already"
    text = "同一申请人的“{title}”还有一件没办完，编号 {number}。要再办一件，请写明为什么"
    kind = Kind.INVALID


#: Characters of the reason why the same is applied for again.
MOST_AGAIN = 200


@dataclass(frozen=True)
class Beside:
    """Another application that is not decided yet. `number`: of a member of a bundle, the whole's, which the
    applicant knows; `answers` as stored."""

    number: str
    title: str
    answers: Mapping[str, Any]


def telling(spec: ItemSpec) -> frozenset[str]:
    """Keys of the fields that tell one situation of the item from another: the questions, and whatever a
    condition of the form, the materials or the eligibility looks at."""
    found = situations.read(spec)
    looked = [*found.visible.values(), *found.materials.values()]
    if found.eligible is not None:
        looked.append(found.eligible)
    asked = frozenset(use.key for use in spec.form if use.question)
    return asked.union(*(fields_used(one) for one in looked))


def same_matter(spec: ItemSpec, answers: Mapping[str, Any], others: Iterable[Beside]) -> Beside | None:
    """The first of the others that is in the same situation; answers in their stored form."""
    keys = telling(spec)
    return next(
        (one for one in others if all(one.answers.get(key) == answers.get(key) for key in keys)), None
    )


def require_reason_again(found: Beside, again: str) -> str:
    """The reason as it goes on record. Raises AlreadyApplied where there is none."""
    words = again.strip()[:MOST_AGAIN]
    if not words:
        raise AlreadyApplied(title=found.title, number=found.number)
    return words


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
    """Raise NotForYou unless the actor is the party, has its mandate, or is a clerk of a hall there;
    HelpNotConfirmed for a helper whom the party has not let help with this item."""
    if actor.is_system or authority.stands_for(actor, party, item):
        return
    if any(p.role is Role.CLERK and authority.serves(p, region) for p in actor.posts):
        return
    if authority.helps_with(actor, party, item):
        return
    raise HelpNotConfirmed() if str(Role.HELPER) in actor.roles else NotForYou()


def helper_for(actor: Actor, party: int, item: str, channel: str) -> str:
    """The staff number of a helper who files for their principal (帮代办); "" for everybody else."""
    helps = channel == Channel.HELPER and authority.helps_with(actor, party, item)
    return actor.staff if helps else ""


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
