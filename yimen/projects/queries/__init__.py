"""Reading projects: one road in full, lists, routes and zones."""

from .lists import ProjectRow, finished, listed, managed, of_owner, project_of_case
from .preview import Preview, preview
from .road import LineRow, NoteRow, Of, ProjectPage, StageRow, project_page, stands
from .routes import Guide, RouteRow, assessments, guides, route, routes, zones

__all__ = [
    "Guide", "LineRow", "NoteRow", "Of", "Preview", "ProjectPage", "ProjectRow", "RouteRow", "StageRow",
    "assessments", "finished", "guides", "listed", "managed", "of_owner", "preview", "project_of_case",
    "project_page", "route", "routes", "stands", "zones",
]  # fmt: skip
