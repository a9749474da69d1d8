"""Reading projects: one road in full, lists, routes and zones."""

from .doubts import Doubted, doubted
from .fees import FeePage, FeeRow, OrderRow, fee_page, order_of, sheet_facts, unpaid
from .keeping import (
    Effect,
    Happening,
    KeptAssessment,
    KeptRate,
    KeptRoute,
    KeptZone,
    asked_for_by,
    effect,
    happened,
    kept_rate,
    kept_rates,
    kept_routes,
    kept_zone,
    kept_zones,
    material_name,
    not_begun,
    offered,
    rate_stream,
    route_stream,
)
from .lists import ProjectRow, finished, listed, managed, of_owner, project_of_case
from .personal import everything_of
from .preview import Preview, preview
from .road import LineRow, NoteRow, Of, ProjectPage, StageRow, project_page, stands
from .routes import Guide, RouteRow, assessments, guides, route, routes, zones

__all__ = [
    "Doubted", "Effect", "FeePage", "FeeRow", "Guide", "Happening", "KeptAssessment", "KeptRate", "KeptRoute",
    "KeptZone", "LineRow", "NoteRow", "Of", "OrderRow", "Preview", "ProjectPage", "ProjectRow", "RouteRow",
    "StageRow", "asked_for_by", "assessments", "doubted", "effect", "everything_of", "fee_page",
    "finished", "guides", "happened",
    "kept_rate", "kept_rates", "kept_routes", "kept_zone", "kept_zones", "listed", "managed",
    "material_name", "not_begun",
    "of_owner", "offered", "order_of", "preview", "project_of_case", "project_page", "rate_stream", "route",
    "route_stream", "routes", "sheet_facts", "stands", "unpaid", "zones",
]  # fmt: skip
