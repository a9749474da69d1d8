"""统一出件: how a result comes to its applicant: at a hall of their choice, by post, or online.

Sources: 行政许可法第四十四条 (10 working days to hand over); 民事诉讼法第九十条, read for online service:
what one agreed to get online is delivered when it stands in one's account. Nothing that costs is preselected.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from .errors import Kind, RuleBroken
from .people import same_name
from .terms import Act, State, Term


class Way(Term):
    """出件方式."""

    PICKUP = "pickup", "到大厅领"
    POST = "post", "邮寄"
    ONLINE = "online", "网上取"


class Relation(Term):
    """领取人与申请人的关系, as the 送达回证 tells it."""

    SELF = "self", "本人"
    HEAD = "head", "法定代表人"
    MANDATE = "mandate", "受委托人"
    HELPER = "helper", "代办的帮办员"
    CODE = "code", "凭领取码代领"
    POST = "post", "邮寄签收"
    ACCOUNT = "account", "网上账户"


#: What is looked at before a result is handed over.
PAPERS_SEEN = ("居民身份证", "社会保障卡", "护照", "港澳台居民居住证", "电子证件")


class BadChoice(RuleBroken):
    """A way that is none of the three, or a hall that hands nothing out."""

    code = "delivery.bad_choice"
    text = "请选怎么取结果；到大厅领的，请选一个大厅"
    kind = Kind.INVALID


class PostIncomplete(RuleBroken):
    """A parcel needs a name, a telephone and an address."""

    code = "delivery.post_incomplete"
    text = "邮寄要填收件人、手机和地址"
    kind = Kind.INVALID


class AlreadySent(RuleBroken):
    """The result is on its way: the choice can no longer be changed."""

    code = "delivery.already_sent"
    text = "结果已经寄出，不能再改取件方式"


class NotByPost(RuleBroken):
    """The applicant did not ask for the post."""

    code = "delivery.not_by_post"
    text = "申请人没有选邮寄"


class TrackingMissing(RuleBroken):
    """What is posted is recorded with its number."""

    code = "delivery.tracking_missing"
    text = "请填写快递单号"
    kind = Kind.INVALID


class NotYetSent(RuleBroken):
    """What was not posted cannot have arrived."""

    code = "delivery.not_yet_sent"
    text = "结果还没有寄出"


class GoesWithWhole(RuleBroken):
    """What lies with a bundle is handed out with it; one whose results come one by one has none itself."""

    code = "delivery.with_whole"
    text = "“一件事”的结果在一处给：一起给的到整件上出件，分开给的到各自的办件上出件"


class IdentityNotChecked(RuleBroken):
    """Before a result is handed over, the paper that proves who takes it is looked at."""

    code = "delivery.identity_not_checked"
    text = "请核对领取人的证件，并记下是哪一种"
    kind = Kind.INVALID


class NotMandated(RuleBroken):
    """Somebody else takes a result only with a mandate in force or the code of the 领证凭证."""

    code = "delivery.not_mandated"
    text = "不是本人领取的，要有效的代办授权或者领证凭证上的领取码"
    kind = Kind.FORBIDDEN


class BadSignature(RuleBroken):
    """A signature drawn at the counter is a small picture: a PNG, as the page makes it."""

    code = "delivery.bad_signature"
    text = "签名要是 PNG 图片，不超过 {most} KB，请重新签一次"
    kind = Kind.INVALID


#: A signature drawn on the screen has some ten kilobytes.
SIGNATURE_KB = 300


def require_signature(media_type: str, size: int) -> None:
    """Judge a drawn signature; `size` in bytes. Raises BadSignature."""
    if media_type != "image/png" or size > SIGNATURE_KB * 1024:
        raise BadSignature(most=SIGNATURE_KB)


def require_by_post(kept: Mapping[str, Any]) -> Choice:
    """The choice of one who wants a parcel. Raises NotByPost."""
    choice = chosen(kept)
    if choice.way is not Way.POST:
        raise NotByPost()
    return choice


@dataclass(frozen=True)
class Choice:
    """How one result is to come. `hall`: region code (12 digits); name, phone and address for the post.

    `each`: of a bundle, the result of each member comes as soon as it is there, not all together.
    """

    way: Way = Way.PICKUP
    hall: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    each: bool = False

    def to_json(self) -> dict[str, str]:
        """What is kept of it, empty entries left out."""
        return {key: str(value) for key, value in asdict(self).items() if value}


@dataclass(frozen=True)
class Taker:
    """Who stands at the counter: name, the paper looked at, whether they hold a mandate in force today, the
    code they showed, and whether they are a helper who may fetch (`rules.helping.fetching`)."""

    name: str
    seen: str = ""
    mandated: bool = False
    code: str = ""
    helper: bool = False


def choose(
    way: str, halls: Collection[str], *, hall: str = "", name: str = "", phone: str = "", address: str = "",
    each: bool = False,
) -> Choice:  # fmt: skip
    """A choice as it was typed. Only what its way needs is kept. Raises BadChoice, PostIncomplete."""
    if way == Way.ONLINE:
        return Choice(Way.ONLINE, each=each)
    if way == Way.PICKUP and hall in halls:
        return Choice(Way.PICKUP, hall, each=each)
    if way != Way.POST:
        raise BadChoice()
    typed = [one.strip() for one in (name, phone, address)]
    if not all(typed):
        raise PostIncomplete()
    return Choice(Way.POST, "", typed[0][:80], typed[1][:20], typed[2][:300], each)


def chosen(kept: Mapping[str, Any]) -> Choice:
    """The choice kept on a case; nothing chosen means: picked up at the hall that received the case."""
    return Choice(
        Way(kept.get("way", Way.PICKUP)), kept.get("hall", ""), kept.get("name", ""),
        kept.get("phone", ""), kept.get("address", ""), bool(kept.get("each")),
    )  # fmt: skip


def own_of(whole: Mapping[str, Any], *, refused: bool) -> dict[str, str]:
    """What a member of a bundle keeps of the choice made for the whole, whose results come one by one."""
    made = replace(chosen(whole), each=False).to_json()
    return {**made, "own": "yes", **({"refused": "yes"} if refused else {})}


def is_own(kept: Mapping[str, Any]) -> bool:
    """Whether the result of this member comes by itself."""
    return bool(kept.get("own"))


def was_refused(kept: Mapping[str, Any]) -> bool:
    """Whether what came by itself was a refusal."""
    return bool(kept.get("refused"))


def offered(acts: Iterable[Act], kept: Mapping[str, Any], *, member: bool, whole: bool) -> tuple[Act, ...]:
    """The acts without those of handing out where the result goes with the bundle, or the bundle has none of
    its own to hand out."""
    unfit = {Act.DELIVER, Act.SEND, Act.ARRIVE} if _elsewhere(kept, member=member, whole=whole) else set()
    unfit |= {Act.CHOOSE_DELIVERY} if member and not is_own(kept) else set()
    return tuple(act for act in acts if act not in unfit)


def _elsewhere(kept: Mapping[str, Any], *, member: bool, whole: bool) -> bool:
    return (member and not is_own(kept)) or (whole and chosen(kept).each)


def require_here(kept: Mapping[str, Any], *, member: bool, whole: bool) -> None:
    """Raise GoesWithWhole where the result is handed out with the bundle, or by its members."""
    if _elsewhere(kept, member=member, whole=whole):
        raise GoesWithWhole()


def require_open(kept: Mapping[str, Any]) -> None:
    """Raise AlreadySent when the parcel is gone."""
    if kept.get("tracking"):
        raise AlreadySent()


def hall_of(state: State, hall: str, region: str) -> str:
    """The region whose window has the case: the chosen hall ("" for none) once there is a result."""
    return hall if hall and state in {State.ISSUED, State.REFUSED} else region


def tracking(kept: Mapping[str, Any], number: str) -> str:
    """The number of the parcel. Raises NotByPost, AlreadySent, TrackingMissing."""
    if chosen(kept).way is not Way.POST:
        raise NotByPost()
    require_open(kept)
    typed = "".join(number.split())[:40]
    if not typed:
        raise TrackingMissing()
    return typed


def relation(taker: Taker, *, party: str, head: str, code: str) -> Relation:
    """As what somebody takes a result at the counter.

    `party`: the applicant's name; `head`: the legal representative of an enterprise, "" for a person;
    `code`: the pickup code of the 领证凭证, "" where there is none. Raises IdentityNotChecked, NotMandated.
    """
    if taker.seen not in PAPERS_SEEN:
        raise IdentityNotChecked()
    if taker.helper:
        return Relation.HELPER
    if head and same_name(taker.name, head):
        return Relation.HEAD
    if not head and same_name(taker.name, party):
        return Relation.SELF
    if taker.mandated:
        return Relation.MANDATE
    if code and hmac.compare_digest(code.encode(), taker.code.strip().encode()):
        return Relation.CODE
    raise NotMandated()


def arrived(kept: Mapping[str, Any]) -> Relation:
    """A parcel came. Raises NotByPost, NotYetSent."""
    if chosen(kept).way is not Way.POST:
        raise NotByPost()
    if not kept.get("tracking"):
        raise NotYetSent()
    return Relation.POST
