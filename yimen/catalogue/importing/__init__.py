"""Reading a foreign catalogue: a file and a declared mapping become item specs. Writes nothing."""

from __future__ import annotations

from .mapping import Mapping, known_mappings, load_mapping
from .plan import Body, Known, Plan, plan
from .problems import ImportRefused, MappingUnknown, Problem
from .source import Source

__all__ = [
    "Body", "ImportRefused", "Known", "Mapping", "MappingUnknown", "Plan", "Problem", "Source",
    "known_mappings", "load_mapping", "plan",
]  # fmt: skip
