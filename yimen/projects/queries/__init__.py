"""Reading projects: one road in full, lists, routes and zones."""

from .fees import FeePage, FeeRow, OrderRow, fee_page, order_of, sheet_facts, unpaid
from .lists import ProjectRow, finished, listed, managed, of_owner, project_of_case
from .preview import Preview, preview
from .road import LineRow, NoteRow, Of, ProjectPage, StageRow, project_page, stands
from .routes import Guide, RouteRow, assessments, guides, route, routes, zones

__all__ = [
    "FeePage", "FeeRow", "Guide", "LineRow", "NoteRow", "Of", "OrderRow", "Preview", "ProjectPage",
    "ProjectRow", "RouteRow", "StageRow", "assessments", "fee_page", "finished", "guides", "listed",
    "managed", "of_owner", "order_of", "preview", "project_of_case", "project_page", "route", "routes",
    "sheet_facts", "stands", "unpaid", "zones",
]  # fmt: skip
