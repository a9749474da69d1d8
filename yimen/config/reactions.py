"""Event → what follows it, after commit. The only wiring from one noun to another upwards."""

from __future__ import annotations

from yimen.archives import reactions as archives
from yimen.cases import reactions as cases
from yimen.hall import reactions as hall
from yimen.helping import reactions as helping
from yimen.instant import reactions as instant
from yimen.parties import reactions as parties
from yimen.pledges import reactions as pledges
from yimen.projects import reactions as projects
from yimen.rules import lifecycle
from yimen.rules.events import Kind
from yimen.rules.hall.events import HallEvent
from yimen.rules.helping.terms import HelpEvent
from yimen.rules.projects.events import ProjectEvent
from yimen.rules.records import RecordsEvent
from yimen.rules.tasks.events import TaskEvent
from yimen.tasks import reactions as tasks
from yimen.trail.relay import Reaction, Wiring
from yimen.vault import reactions as vault

_NOTED: dict[str, tuple[Reaction, ...]] = {str(kind): (cases.notify,) for kind in cases.NOTES}
#: Events that leave a document, which is printed.
_RESULTS = (str(Kind.RESULT_ISSUED), str(Kind.CASE_REFUSED), str(Kind.BUNDLE_CONCLUDED))
#: Events after which a member of a bundle needs others to move.
_OF_MEMBERS = (
    Kind.CASE_GRANTED, Kind.RESULT_ISSUED, Kind.CASE_REFUSED, Kind.CASE_FORWARDED, Kind.CASE_WITHDRAWN,
    Kind.CASE_RETURNED, Kind.CASE_TERMINATED, Kind.CASE_VOIDED,
    Kind.RESULT_DELIVERED, Kind.RESULT_ARRIVED, Kind.RESULT_ONLINE,
)  # fmt: skip
_PAPERS = {str(one.event) for one in lifecycle.TABLE if one.document}

#: Events of joint tasks that the applicant hears of, or that leave a paper.
_OF_TASKS = (
    TaskEvent.PLANNED, TaskEvent.PROPOSED, TaskEvent.APPOINTED, TaskEvent.LISTED, TaskEvent.CHECKED,
    TaskEvent.SIGNED_OFF, TaskEvent.HELD, TaskEvent.CONCLUDED, TaskEvent.CLOSED, TaskEvent.CANCELLED,
)  # fmt: skip

_WIRING: Wiring = {
    **_NOTED,
    **{str(kind): (tasks.tell, tasks.print_paper) for kind in _OF_TASKS},
    str(Kind.CASE_SUBMITTED): (instant.judge, cases.notify, cases.count_filed),
    str(Kind.CASE_SUPPLIED): (instant.judge,),
    str(Kind.GAPS_NOTED): (cases.collect_notice,),
    str(Kind.CASE_TAKEN_IN): (cases.count_filed,),
    **{kind: (*_NOTED.get(kind, ()), cases.print_paper) for kind in _PAPERS},
    **{kind: (cases.notify, cases.print_paper, cases.deliver_online) for kind in _RESULTS},
    str(Kind.CASE_DEEMED_RENEWED): (
        cases.notify,
        cases.print_paper,
        cases.issue_renewed,
        pledges.open_checks,
    ),
    str(Kind.CASE_ACCEPTED): (instant.judge, cases.notify, cases.print_paper, cases.keep_materials),
    str(Kind.CASE_ACCEPTED_DEFERRED): (cases.notify, cases.print_paper, cases.keep_materials),
    str(Kind.DEFERRED_CHECKED): (cases.tell_checked, cases.keep_checked),
    str(Kind.CASE_STARTED): (instant.judge, cases.notify),
    str(Kind.CASE_GRANTED): (instant.issue, cases.notify, cases.print_paper, pledges.open_checks),
    **{str(kind): (pledges.tell,) for kind in pledges.NOTES},
    str(Kind.ITEM_PUBLISHED): (vault.refresh_bundles,),
    str(Kind.ITEM_STATE_CHANGED): (vault.refresh_bundles,),
    str(Kind.LICENCE_TYPE_CHANGED): (vault.refresh_all_bundles,),
    str(Kind.LICENCE_ISSUED): (vault.seal_licence,),
    str(Kind.LICENCE_REMINDED): (cases.remind,),
    str(HallEvent.SHOW_ASKED): (hall.send_show_code,),
    str(HallEvent.BOOKING_REMINDED): (cases.remind_of_booking,),
    str(Kind.CASE_SAVED): (cases.ask_register,),
    str(ProjectEvent.FEES_BILLED): (projects.print_notice,),
    str(ProjectEvent.FEES_ORDERED): (projects.pay,),
    str(ProjectEvent.FEES_LOOKED): (projects.pay,),
    str(RecordsEvent.DRAFT_WARNED): (archives.tell_draft,),
    str(Kind.PARTY_REGISTERED): (parties.ask_register,),
    str(HelpEvent.CODE_SENT): (parties.send_code,),
    str(HelpEvent.VISIT_REMINDED): (helping.remind_of_visit,),
    str(Kind.CALENDAR_PUBLISHED): (cases.recompute_after_calendar,),
    str(Kind.CALENDAR_CHANGED): (cases.recompute_after_calendar,),
}

#: Events after which a later stage of a project has what it waited for.
_OF_STAGES = (Kind.RESULT_ISSUED, Kind.RESULT_HANDED_UP, Kind.BUNDLE_CONCLUDED)
_ADVANCED: Wiring = {
    **_WIRING,
    **{str(kind): (*_WIRING.get(str(kind), ()), cases.advance_bundle) for kind in _OF_MEMBERS},
}

WIRING: Wiring = {
    **_ADVANCED,
    **{str(kind): (*_ADVANCED.get(str(kind), ()), projects.carry_on) for kind in _OF_STAGES},
}
