"""谁可以办: in which capacities a person stands to one case.

"May this person" is answered here; "is this possible now" by `lifecycle`. 受审分离: who accepted a case
does not decide it. Nobody acts as an official on a case of their own. Both return capacities, so that the
same answer greys a button and guards a write.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .errors import Kind, RuleBroken
from .review.seats import SIGNING as _SIGNERS
from .review.seats import Seat, planned
from .terms import Capacity, Duty, HelpKind, Role, Term


class NotVisible(RuleBroken):
    """The case is not this person's to see: told as if it did not exist."""

    code = "case.not_found"
    text = "没有找到这个办件"
    kind = Kind.NOT_FOUND


class NotPermitted(RuleBroken):
    """The person's posts do not allow this act at all."""

    code = "authority.not_permitted"
    text = "您的岗位不能做这件事"
    kind = Kind.FORBIDDEN


class OwnCase(RuleBroken):
    """An official may not handle a case in which they are applicant or agent."""

    code = "authority.own_case"
    text = "这是您自己的办件，要由别人来办"
    basis = "公务员法第七十六条（回避）"
    kind = Kind.FORBIDDEN


class AcceptorDecides(RuleBroken):
    """受审分离: the person who accepted a case may not decide it."""

    code = "authority.acceptor_decides"
    text = "这件由您受理，要由别人审批（受审分离）"
    kind = Kind.FORBIDDEN


class OnlyAssists(RuleBroken):
    """A helper by a mandate of 帮办 fills in; the principal hands in, answers and takes back themselves."""

    code = "authority.only_assists"
    text = "您是帮办，只能帮着填表和放材料，这一步要由本人来做"
    basis = "民法典第一百六十五条"
    kind = Kind.FORBIDDEN


class RolesApart(RuleBroken):
    """三员分立: system, security and audit administrator are three people."""

    code = "authority.roles_apart"
    text = "系统管理员、安全管理员、审计管理员要由三个人担任，这个人已经是{held}"
    basis = "GB/T 22239-2019 8.1.5"


class OwnRights(RuleBroken):
    """Nobody gives posts to themselves."""

    code = "authority.own_rights"
    text = "不能给自己岗位，请另一位安全管理员来办"
    kind = Kind.FORBIDDEN


class Sight(Term):
    """以什么身份看: in which capacity a person sees one case (what each shows: `sight`)."""

    OWN = "own", "申请人一方"
    WINDOW = "window", "窗口受理"
    HANDOUT = "handout", "窗口出件"
    REVIEW = "review", "审批"
    WATCH = "watch", "监督"
    RUN = "run", "系统运行"
    COPY = "copy", "抄送"


@dataclass(frozen=True)
class Post:
    """岗位: a role in a department (credit code), for a region (12-digit prefix match)."""

    role: Role
    department: str
    region: str = ""


@dataclass(frozen=True)
class Actor:
    """Who acts. `party` is the person's own party id; `acts_for` the mandates held today, as pairs of the
    principal's party id and an item code ("" for all items). `helps`: of a helper (帮办员), the confirmed
    mandates of help of today as (principal, item code, kind of help). `machine`: a kiosk in a hall, by its
    row: it has no rights but to take numbers for whoever stands before it."""

    account: int | None
    name: str
    party: int | None = None
    acts_for: frozenset[tuple[int, str]] = frozenset()
    helps: frozenset[tuple[int, str, str]] = frozenset()
    staff: str = ""
    posts: tuple[Post, ...] = ()
    is_system: bool = False
    machine: str = ""
    scopes: frozenset[str] = field(default_factory=frozenset)

    @property
    def roles(self) -> frozenset[str]:
        """The codes of all roles held, for menus."""
        return frozenset(str(post.role) for post in self.posts)

    @property
    def label(self) -> str:
        """How the actor is written in the trail."""
        if self.is_system:
            return "system"
        if self.machine:
            return f"machine:{self.machine}"
        return f"staff:{self.staff}" if self.staff else f"account:{self.account}"


SYSTEM = Actor(account=None, name="系统", is_system=True)


@dataclass(frozen=True)
class Stand:
    """What of a case decides who may act: party, agent, department, region, acceptor, seats.

    `hall`: the region whose window hands the result out, while it does. `private`: a draft that the
    applicant has not handed in; it exists for nobody else. `filed`: handed in, by them or at the counter; a
    draft at the counter is the window's business, and not yet anybody's who decides or watches. `copied`:
    staff numbers of those of the asked who were given a copy (抄送). `expected`: the seats that open first
    where the case waits to start. `helper`: staff number of the 帮办员 with whom it was begun.
    """

    party: int | None
    agent: int | None
    department: str
    region: str
    item: str = ""
    accepted_by: str = ""
    seats: tuple[Seat, ...] = ()
    private: bool = False
    hall: str = ""
    filed: bool = True
    copied: frozenset[str] = frozenset()
    expected: tuple[Seat, ...] = ()
    helper: str = ""


#: Which role signs which seat is told by the seat itself; these duties give these capacities.
_DUTY = {
    Duty.REVIEW: Capacity.REVIEWER,
    Duty.SURVEY: Capacity.SURVEYOR,
    Duty.APPROVE: Capacity.APPROVER,
}
#: 三员: who runs the system, who grants rights, who watches both. Nobody is two of them.
THREE = (Role.ADMIN, Role.SECURITY, Role.AUDIT)

#: 导办 shows the way and touches nothing; 帮办 fills in what the principal hands in themselves.
FILLS = frozenset({HelpKind.ASSIST, HelpKind.ACT})

#: GB/T 2260 and the statistical extension: digits that name province, city, county, town, village.
_LEVELS = (0, 2, 4, 6, 9, 12)


def region_prefix(code: str) -> str:
    """The digits of a region code that all places in it share, cut at a level: the town 450721100000 is
    450721100, for its own last zeros belong to its name. All zeros (the nation) give ""."""
    return next((code[:n] for n in _LEVELS if not code[n:].strip("0")), code)


def serves(post: Post, region: str) -> bool:
    """Whether the hall of this post serves the region. A post without a region serves none."""
    return bool(post.region) and region.startswith(region_prefix(post.region))


def stands_for(actor: Actor, party: int | None, item: str) -> bool:
    """Whether the actor is this party, or holds its mandate for this item."""
    if party is None:
        return False
    return party == actor.party or not actor.acts_for.isdisjoint({(party, ""), (party, item)})


def holdings_of(actor: Actor) -> list[int]:
    """Whose holdings are this person's to see: their own, and of whom they hold a mandate for everything."""
    mine = [actor.party] if actor.party is not None else []
    return mine + sorted(party for party, item in actor.acts_for if item == "")


def helps_with(actor: Actor, party: int | None, item: str, *kinds: HelpKind) -> bool:
    """Whether the actor is a helper whom this party lets help with this item today, in one of the kinds."""
    wanted = {str(kind) for kind in kinds or FILLS}
    return any(
        principal == party and code in {"", item} and kind in wanted for principal, code, kind in actor.helps
    )


def is_helped(actor: Actor, stand: Stand) -> bool:
    """Whether it is a case that this helper began, and the mandate still holds: a helper sees no other."""
    return bool(actor.staff) and actor.staff == stand.helper and helps_with(actor, stand.party, stand.item)


def is_own(actor: Actor, stand: Stand) -> bool:
    """Whether the actor is the applicant, or holds the applicant's mandate today, as agent or helper."""
    return stands_for(actor, stand.party, stand.item) or is_helped(actor, stand)


def is_involved(actor: Actor, stand: Stand) -> bool:
    """Whether the actor may not act as an official here (回避): own case, or agent or helper once."""
    as_agent = actor.party is not None and actor.party == stand.agent
    as_helper = bool(actor.staff) and actor.staff == stand.helper
    return as_agent or as_helper or is_own(actor, stand)


def capacities(actor: Actor, stand: Stand) -> frozenset[Capacity]:
    """All capacities in which the actor stands to the case (may be none)."""
    if actor.is_system:
        return frozenset({Capacity.SYSTEM})
    if is_own(actor, stand):
        return frozenset({_side(actor, stand)})
    if stand.private or is_involved(actor, stand):
        return frozenset()
    held: set[Capacity] = set()
    for post in actor.posts:
        held |= _by_post(post, actor, stand)
    return frozenset(held | _in_round(actor, stand))


def _side(actor: Actor, stand: Stand) -> Capacity:
    """In whose name somebody of the applicant's side acts: 帮办 fills in, and hands nothing in."""
    whole = stands_for(actor, stand.party, stand.item)
    whole = whole or helps_with(actor, stand.party, stand.item, HelpKind.ACT)
    return Capacity.APPLICANT if whole else Capacity.ASSISTANT


def _in_round(actor: Actor, stand: Stand) -> set[Capacity]:
    """What somebody is to the round besides the open seats: with a seat in it, or asked to prepare one."""
    if not actor.staff or actor.staff == stand.accepted_by:
        return set()
    signs_in = {post.department for post in actor.posts if post.role in _SIGNERS}
    near = [s for s in stand.seats if s.department in signs_in]
    helps = any(s.is_open and s.helper == actor.staff for s in near)
    takes_part = any(_is_theirs(actor, s) for s in near)
    held = {Capacity.HELPER} if helps else set()
    return held | {Capacity.PARTICIPANT} if takes_part else held


def _is_theirs(actor: Actor, seat: Seat) -> bool:
    """Whether this seat is, was or will be the actor's: by post, by name, or added by them."""
    by_post = any((post.department, post.role) == (seat.department, seat.role) for post in actor.posts)
    return by_post or actor.staff in {seat.staff, seat.added_by}


def _by_post(post: Post, actor: Actor, stand: Stand) -> set[Capacity]:
    if post.role is Role.ADMIN:
        return {Capacity.ADMINISTRATOR}
    if post.role is Role.CLERK:
        hands = {Capacity.HANDER} if stand.hall and post.region == stand.hall else set()
        return {Capacity.ACCEPTOR, *hands} if serves(post, stand.region) else hands
    if post.role is Role.SUPERVISOR:
        return {Capacity.SUPERVISOR} if stand.filed else set()
    if bool(actor.staff) and actor.staff == stand.accepted_by:
        return set()
    soon = {Capacity.EXPECTED} if open_seats(post, actor, stand.expected) else set()
    return soon | {_DUTY[s.duty] for s in open_seats(post, actor, stand.seats)}


def open_seats(post: Post, actor: Actor, seats: Iterable[Seat]) -> list[Seat]:
    """Seats waiting for this post: same department and role, and not assigned to somebody else."""
    return [
        s
        for s in seats
        if s.is_open
        and s.role is post.role
        and s.department == post.department
        and s.staff in {"", actor.staff}
    ]


def my_seats(actor: Actor, seats: Iterable[Seat]) -> list[Seat]:
    """The open seats that are the actor's to answer, by order."""
    listed = list(seats)
    found = {s.order: s for post in actor.posts for s in open_seats(post, actor, listed)}
    return [found[order] for order in sorted(found)]


def my_seat(actor: Actor, seats: Iterable[Seat]) -> Seat | None:
    """The first open seat that is the actor's to answer, or None."""
    return next(iter(my_seats(actor, seats)), None)


def holds_decision(actor: Actor, seats: Iterable[Seat]) -> bool:
    """Whether the deciding seat of the round is this person's, open or not."""
    own = planned(seats)
    last = own[-1:] if actor.staff else ()
    return any(
        (post.department, post.role) == (s.department, s.role) and s.staff in {"", actor.staff}
        for s in last
        for post in actor.posts
    )


def sights(actor: Actor, stand: Stand) -> frozenset[Sight]:
    """In which capacities the case exists for this person; empty: it does not. What each shows: `sight`.

    Keepers, security and audit administrators see no case: they keep the catalogue, the rights, the logs.
    """
    if actor.is_system:
        return frozenset(Sight)
    if is_own(actor, stand):
        return frozenset({Sight.OWN})
    if stand.private:
        return frozenset()
    held = {Sight.COPY} if may_have_copy(actor) and actor.staff in stand.copied else set()
    for post in actor.posts:
        held |= _by_sight(post, stand)
    return frozenset(held)


def may_have_copy(actor: Actor) -> bool:
    """Whether somebody may be given a copy of a case: who signs somewhere, and only while they do."""
    return bool(actor.staff) and any(post.role in _SIGNERS for post in actor.posts)


def _by_sight(post: Post, stand: Stand) -> set[Sight]:
    if post.role is Role.ADMIN:
        return {Sight.RUN}
    if post.role is Role.CLERK:
        hands = {Sight.HANDOUT} if stand.hall and post.region == stand.hall else set()
        return {Sight.WINDOW, *hands} if serves(post, stand.region) else hands
    if not stand.filed:
        return set()
    if post.role is Role.SUPERVISOR:
        return {Sight.WATCH}
    if post.role not in _SIGNERS:
        return set()
    # All who sign in the organ that answers for a case see its cases, for they stand in for each other.
    mine = post.department == stand.department or any(s.department == post.department for s in stand.seats)
    return {Sight.REVIEW} if mine else set()


def may_see(actor: Actor, stand: Stand) -> bool:
    """Whether the case exists for this person: own, in their hall, in their department, or watched."""
    return bool(sights(actor, stand))


def require_visible(actor: Actor, stand: Stand, within: Iterable[Sight] = tuple(Sight)) -> frozenset[Sight]:
    """The capacities among `within` (those a page is made for) in which the case is seen.

    Raises NotVisible (404 at every door) where there is none.
    """
    found = sights(actor, stand) & frozenset(within)
    if not found:
        raise NotVisible()
    return found


def require_fit(actor: Actor, stand: Stand, capacity: Capacity) -> None:
    """Explain why an official of the right post still may not: own case (回避) or 受审分离."""
    if capacity is Capacity.APPLICANT or actor.is_system:
        return
    if actor.staff and is_involved(actor, stand):
        raise OwnCase()
    if capacity in {Capacity.REVIEWER, Capacity.APPROVER} and actor.staff == stand.accepted_by != "":
        raise AcceptorDecides()


def require_whole(who: Iterable[Capacity], held: Iterable[Capacity]) -> None:
    """Raise OnlyAssists where an act is the applicant's and the helper only fills in (帮办)."""
    if Capacity.APPLICANT in who and Capacity.ASSISTANT in held:
        raise OnlyAssists()


def require_role(actor: Actor, *roles: Role) -> None:
    """Raise NotPermitted unless the actor holds one of the roles (or is the system)."""
    if not actor.is_system and not any(post.role in roles for post in actor.posts):
        raise NotPermitted()


def require_apart(role: Role, held: Iterable[Role]) -> None:
    """Raise RolesApart where `role` is one of the three administrators and another one is held already."""
    others = [one for one in held if one in THREE and one is not role]
    if role in THREE and others:
        raise RolesApart(held=others[0].label)


def require_other(actor: Actor, staff: str) -> None:
    """Raise OwnRights where somebody gives a post to themselves (staff number)."""
    if actor.staff and actor.staff == staff:
        raise OwnRights()
