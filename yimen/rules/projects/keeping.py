"""What a keeper may register of projects: routes and 区域评估."""

from __future__ import annotations

from ..errors import Kind, RuleBroken
from .results import Assessment


class RouteUnfit(RuleBroken):
    """A stage is a bundle; beside the stages any item may run."""

    code = "project.route_unfit"
    text = "“{stage}”要配一个在用的一件事"
    kind = Kind.INVALID


class AssessmentUnfit(RuleBroken):
    """A 区域评估 without a zone, a document or a basis, or that ends before it begins."""

    code = "project.assessment_unfit"
    text = "区域评估要写明区域、材料、文号和依据，有效期的先后要对"
    kind = Kind.INVALID


def require_assessment(told: Assessment, zone_known: bool) -> None:
    """Raise AssessmentUnfit for a 区域评估 that spares nobody anything, or on no ground."""
    whole = told.material and told.document.strip() and told.basis.strip()
    if not zone_known or not whole or told.valid_to < told.valid_from:
        raise AssessmentUnfit()
