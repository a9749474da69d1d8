"""What the gate walks: the pages of each role, and what must be there for them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests import bundle_world
from tests import county as counties
from tests import pledge_world as promises
from tests.ui import cases, halls, helpers, instants, joined, jointly, machines, projects, records
from tests.ui.signed import client_of, searched, sign_in
from yimen.cases import actions
from yimen.cases.models import CaseDocument
from yimen.config.worker import drain
from yimen.trail import sealing

__all__ = ["PAGES", "client_of", "play", "play_for", "searched", "sign_in"]

#: Role → its pages. {names} are filled by `play`.
PAGES: dict[str, tuple[str, ...]] = {
    "visitor": (
        "/", "/items/", "/items/?q=食品", "/items/?q=没有这样的事", "/items/?for=enterprise",
        "/items/{licence}/", "/bundles/", "/bundles/?q=没有这件事", "/items/{bundle}/", "/items/{guided}/",
        "/bundles/{bundle}/questions/", "/projects/", "/projects/guide/industrial/",
        "/projects/guide/linear/",
        "/track/", "/device/", "/receipts/", "/receipts/?n={slip}",
        "/verify/", "/verify/?n=x&c=y", "/login/", "/register/", "/help/",
        "/accessibility/",
        "/halls/", "/halls/?q=没有", "/halls/?item={plain}&at={town}", "/halls/{site}/",
        "/halls/{site}/items/", "/halls/{site}/items/?q=没有", "/halls/{town_site}/items/",
        "/halls/{town_site}/number/", "/tickets/{ticket}/", "/tickets/{ticket}/print/",
        "/tickets/{served_ticket}/",
    ),
    "li": (
        "/", "/my/", "/my/messages/", "/apply/{plain}/", "/apply/case/{asked}/questions/",
        "/apply/case/{draft}/form/",
        "/apply/case/{draft}/drop/", "/apply/case/{draft}/materials/", "/apply/case/{filled}/check/",
        "/apply/case/{received}/done/",
        "/apply/case/{received}/receipt/", "/cases/{received}/",
        "/cases/{correction}/",
        "/cases/{correction}/supply/", "/cases/{formfix}/supply/", "/cases/{formfix}/supply/form/",
        "/cases/{accepted}/",
        "/cases/{accepted}/withdraw/", "/cases/{suspended}/",
        "/cases/{noticed}/", "/cases/{noticed}/supply/", "/cases/{noticed_food}/",
        "/cases/{noticed}/delivery/",
        "/cases/{delivered}/", "/cases/{delivered}/papers/{paper}/", "/account/",
        "/account/contact/", "/account/corrections/", "/cases/{record_kept}/", "/account/data/",
        "/account/views/",
        "/account/password/", "/account/second-step/", "/account/mandates/new/",
        "/apply/case/{onfile}/materials/", "/apply/case/{reused}/materials/", "/apply/case/{reused}/check/",
        "/my/materials/", "/my/materials/add/", "/my/materials/add/?q=图", "/my/materials/add/?q=没有",
        "/my/materials/uses/", "/my/licences/", "/my/licences/{held}/", "/my/licences/{held}/show/",
        "/apply/{renew}/?licence={held}", "/cases/{granted}/delivery/", "/cases/{posted}/", "/my/promises/",
        "/apply/case/{pledging}/materials/", "/cases/{pledging}/pledge/", "/my/promises/{check}/",
        "/my/promises/{doubted}/", "/my/promises/{untrue}/",
        "/my/tasks/", "/my/tasks/{task_visit}/", "/my/tasks/{task_appointed}/", "/my/tasks/{task_mending}/",
        "/my/tasks/{task_visited}/", "/my/tasks/{task_drawings}/", "/my/tasks/{task_hearing}/",
        "/my/tasks/{task_visited}/papers/{record}/sheet/",
        "/items/{plain}/book/",
        "/items/{plain}/book/?site={site}", "/my/bookings/", "/my/bookings/{booked}/",
        "/my/bookings/{booked}/move/", "/account/helpers/", "/help-me/", "/cases/{helped_over}/",
        "/cases/{helped_rated}/", "/apply/case/{helped_draft}/form/",
    ),
    "firm": (
        "/cases/{sign_ok}/", "/cases/{sign_person}/", "/projects/", "/projects/new/",
        "/projects/{project}/", "/projects/{project}/print/", "/projects/{project}/begin/design/",
        "/my/tasks/{task_inspection}/", "/projects/{project}/fees/", "/projects/{billed}/fees/",
    ),
    "clerk": (
        "/desk/", "/desk/intake/", "/desk/corrections/", "/desk/handout/", "/lead/projects/",
        "/desk/window/",
        "/desk/new/", "/desk/accounts/", "/desk/accounts/{person}/", "/desk/accounts/{person}/full/",
        "/desk/cases/{submitted}/", "/desk/cases/{received}/", "/desk/cases/{usedcase}/",
        "/desk/new/{counter}/materials/",
        "/desk/cases/{correction}/", "/desk/cases/{formfix}/",
        "/desk/cases/{collecting}/", "/desk/cases/{noticed}/",
        "/desk/cases/{accepted}/", "/desk/cases/{granted}/", "/desk/cases/{issued}/",
        "/desk/cases/{delivered}/", "/desk/cases/{received}/full/",
        "/desk/cases/{posted}/", "/desk/cases/{sent}/", "/desk/cases/{granted}/delivery/",
        "/desk/new/{person}/", "/desk/cases/{signed_for}/papers/{receipt}/",
        "/desk/requests/", "/desk/requests/{correction_request}/", "/desk/cases/{sign_person}/",
        "/desk/cases/{pledged}/", "/desk/bookings/",
    ),
    "officer": (
        "/review/", "/review/?only=soon", "/review/?only=mine", "/review/cases/{accepted}/",
        "/review/cases/{suspended}/", "/review/cases/{delivered}/", "/review/recheck/", "/review/checks/",
        "/review/checks/?show=done", "/review/checks/{check}/", "/review/checks/{doubted}/",
        "/review/checks/{untrue}/", "/review/cases/{added}/", "/review/cases/{sitting}/sitting/",
        "/review/sittings/", "/review/copies/", "/review/waiting/",
        "/review/tasks/", "/review/tasks/?only=lead", "/review/tasks/?only=over", "/review/tasks/inspect/",
        "/review/tasks/new/?case={accepted}", "/review/tasks/new/?case={accepted}&kind=drawings",
        "/review/tasks/new/?case={accepted}&kind=experts", "/review/tasks/new/?case={accepted}&kind=hearing",
        "/review/tasks/{task_visit}/", "/review/tasks/{task_other}/", "/review/tasks/{task_appointed}/",
        "/review/tasks/{task_on_site}/", "/review/tasks/{task_mending}/", "/review/tasks/{task_visited}/",
        "/review/tasks/{task_drawings}/", "/review/tasks/{task_acceptance}/",
        "/review/tasks/{task_hearing}/", "/review/tasks/{task_experts}/", "/review/tasks/{task_inspection}/",
        "/review/tasks/{task_ready}/", "/review/?only=urged",
        "/review/tasks/{task_visited}/papers/{record}/sheet/",
    ),
    "head": ("/review/", "/review/cases/{signed}/", "/review/cases/{sitting}/"),
    "health_director": ("/review/copies/", "/review/cases/{added}/"),
    "director": ("/review/cases/{deciding}/",),
    "health": (
        "/review/cases/{collecting_food}/", "/review/cases/{noticed_food}/", "/review/cases/{again_food}/",
        "/review/tasks/", "/review/tasks/{task_on_site}/", "/review/tasks/{task_mending}/",
        "/review/tasks/{task_acceptance}/",
    ),
    "keeper": (
        "/catalogue/", "/catalogue/new/", "/catalogue/quality/", "/catalogue/materials/",
        "/catalogue/materials/alike/", "/catalogue/materials/merges/", "/catalogue/materials/M-PLAN/",
        "/catalogue/elements/", "/catalogue/import/", "/catalogue/licences/", "/catalogue/licences/new/",
        "/catalogue/licences/{type}/", "/catalogue/bundles/", "/catalogue/bundles/?q=没有",
        "/catalogue/bundles/new/", "/catalogue/bundles/{bundle}/", "/catalogue/bundles/{bundle}/preview/",
        "/catalogue/bundles/{bundle}/edit/members/", "/catalogue/bundles/{bundle}/edit/basics/",
        "/catalogue/bundles/{bundle}/edit/questions/", "/catalogue/bundles/{guided}/edit/stops/",
        "/catalogue/bundles/{bundle}/edit/faq/", "/catalogue/bundles/{faulty}/edit/members/",
        "/catalogue/bundles/{faulty}/publish/", "/catalogue/bundles/{faulty}/preview/",
        *projects.KEEPER_PAGES, "/catalogue/calendar/2026/", "/catalogue/calendar/2027/",
        "/catalogue/{licence}/", "/catalogue/{licence}/edit/materials/", "/catalogue/{licence}/edit/form/",
        "/catalogue/{licence}/edit/steps/", "/catalogue/{licence}/diff/",
        "/catalogue/{licence}/flights/", "/catalogue/{licence}/edit/basics/",
        "/catalogue/{sign}/edit/instant/", "/catalogue/{licence}/edit/access/",
        "/catalogue/{licence}/edit/conditions/",
        "/catalogue/{licence}/edit/special/", "/catalogue/{licence}/edit/fees/",
        "/catalogue/{licence}/edit/result/", "/catalogue/{licence}/edit/windows/",
        "/catalogue/{licence}/edit/words/", "/catalogue/{plain}/", "/catalogue/{plain}/publish/",
        "/archives/", "/archives/?q=没有这一件", "/archives/due/", "/archives/holds/", "/archives/lists/",
        "/archives/lists/{list}/", "/archives/record/{record_due}/", "/floor/sites/", "/floor/sites/new/",
        "/floor/sites/import/",
        "/floor/sites/{site}/", "/floor/sites/{site}/windows/new/", "/floor/sites/{site}/windows/A01/",
        "/floor/weekend/", "/floor/powers/", "/floor/sites/{site}/devices/", "/floor/baselines/",
        "/floor/sites/{site}/live/", "/floor/sites/{town_site}/live/",
        "/floor/sites/{site}/morning/", "/floor/sites/{town_site}/morning/",
        "/floor/sites/{site}/roster/", "/floor/sites/{site}/roster/print/",
    ),
    **machines.PAGES,
    "supervisor": (
        "/lead/projects/", "/lead/projects/?q=没有", "/lead/projects/{project}/",
        "/watch/", "/watch/cases/", "/watch/cases/?state=delivered", "/watch/cases/{delivered}/",
        "/archives/", "/archives/record/{record_held}/", "/archives/lists/{list}/",
        "/watch/cases/{suspended}/", "/watch/again/", "/watch/instant/", "/watch/cases/{sign_ok}/",
        "/watch/seals/", "/watch/views/", "/watch/cases/{accepted}/full/", "/watch/breaches/",
        "/watch/promises/", "/watch/promises/?show=running", "/watch/promises/?show=untrue",
        "/watch/tasks/", "/watch/doubts/", "/watch/helpers/", "/watch/hall/", "/watch/hall/?site={site}",
        "/watch/hall/paper/", "/watch/hall/?from=2001-01-01&to=2001-01-02", "/watch/wall/",
    ),
    "helper": (
        "/helper/", "/helper/people/", "/helper/people/new/", "/helper/people/{help_holds}/",
        "/helper/people/{help_holds}/?q=没有这样的事", "/helper/people/{help_waits}/", "/helper/visits/",
        "/helper/visits/{home_waits}/", "/helper/visits/{home_taken}/", "/helper/record/",
        "/helper/visits/{home_taken}/phone/",
        "/helper/guides/", "/helper/guides/?q=食品",
        "/helper/receipts/", "/helper/receipts/?state=matched", "/helper/receipts/{slip_sheet}/print/",
        "/apply/case/{helped_draft}/form/", "/cases/{helped_over}/",
    ),
    "admin": (
        "/admin/staff/", "/admin/staff/new/", "/admin/staff/0201/", "/admin/departments/",
        "/admin/departments/new/", "/admin/departments/{market}/", "/admin/relay/", "/admin/dead/",
        "/admin/check/", "/admin/seal/", "/admin/seal/uses/", "/admin/seal/replaced/",
        "/admin/seal/replaced/report/", "/admin/joint/", "/admin/joint/?q=没有",
    ),
    "security": (
        "/admin/staff/", "/admin/staff/0201/", "/admin/staff/0901/", "/admin/staff/0904/", "/admin/seal/",
        "/account/", "/account/second-step/",
    ),
    "audit": (
        "/admin/relay/", "/audit/access/", "/audit/access/?status=5xx", "/audit/access/?day=2026-01-01",
        "/archives/", "/archives/lists/{list}/",
    ),
}  # fmt: skip


def play_for(county: counties.County, role: str) -> dict[str, str]:
    """What must be there for the pages of one role: machines know of halls and of nothing else."""
    alone = role in machines.KINDS and role != machines.VISIT
    return halls.play(county) if alone else play(county)


def play(county: counties.County) -> dict[str, str]:
    """One case at each point; names for the paths."""
    now = county.now
    points = (
        "draft", "filled", "submitted", "received", "accepted", "signed", "deciding", "granted", "issued",
        "delivered",
    )  # fmt: skip
    made = {point: cases.licence(county, now, point) for point in points}
    made["correction"] = cases.licence(county, now, "received")
    actions.ask_correction(
        county["clerk"], made["correction"], reason="看不清", rejected={"M-PLAN": "复印件看不清"}, now=now
    )
    made["formfix"] = cases.licence(county, now, "received")
    actions.ask_correction(
        county["clerk"], made["formfix"], reason="表填错了", rejected={"M-PLAN": "复印件看不清"},
        fields={"shop_name": "和执照不一致", "area": "和平面图不一致"}, now=now,
    )  # fmt: skip
    made["suspended"] = cases.licence(county, now, "accepted")
    until = (now + timedelta(days=20)).date()
    actions.pause(
        county["officer"], made["suspended"], kind="testing", reason="抽样送检", planned_end=until, now=now
    )
    made |= joined.play(county, now, cases.licence)
    made |= jointly.play(county, now, cases.licence)
    made["asked"] = cases.asked(county)
    made |= cases.library(county, now)
    made |= cases.parcels(county, now)
    made |= cases.licences(county, now)
    made |= instants.play(county, now)
    made |= promises.play(county, now)
    actions.view_personal(
        county["clerk"], made["received"], reason="verify", words="和身份证原件核对", now=now
    )
    actions.view_personal(
        county["officer"], made["accepted"], reason="contact", words="电话约定现场核查的时间", now=now
    )
    cases.drafted(county)
    bundle_world.publish(county)
    made |= cases.noticed(county, now)
    bundle_world.guided(county)
    bundle_world.faulty(county)
    kept = {**records.play(county), **projects.play(county), **halls.play(county), **helpers.play(county)}
    drain(timezone.now())
    sealing.seal_due(timezone.now())
    cases.merged(county, now)
    paper = CaseDocument.objects.filter(case__number=made["delivered"], kind="acceptance").get().number
    return {
        **made,
        "paper": paper,
        "bundle": bundle_world.SNACKS,
        "guided": bundle_world.GUIDED,
        "faulty": bundle_world.FAULTY,
        "licence": counties.LICENCE,
        "plain": counties.PLAIN,
        "market": counties.MARKET,
        **kept,
        "person": str(county.parties["li"].pk),
    }
