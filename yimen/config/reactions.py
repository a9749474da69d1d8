"""Event → what follows it, after commit. The only wiring from one noun to another upwards."""

from __future__ import annotations

from yimen.cases import reactions as cases
from yimen.rules.events import Kind
from yimen.trail.relay import Wiring

#: Kinds of event that tell the applicant something (see `cases.reactions.NOTES`).
WIRING: Wiring = {str(kind): (cases.notify,) for kind in cases.NOTES}

__all__ = ["WIRING", "Kind"]
