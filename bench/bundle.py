"""How long the largest bundle takes to compile: 30 members, 300 materials, 200 fields (aim: under 20 ms)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date

from yimen.rules.bundle import BundleSpec, Member, Part, compile_plan, next_question, outlook
from yimen.rules.bundle.savings import savings
from yimen.rules.item import FieldUse, ItemSpec, Limit, MaterialUse
from yimen.rules.terms import FieldType, Promise

from .place import Place
from .table import Table, percentile

MEMBERS, MATERIALS, FIELDS, ROUNDS = 30, 300, 200, 41
TODAY = date(2026, 11, 26)


def largest() -> tuple[BundleSpec, list[Part]]:
    """Thirty items: 20 materials and 20 fields each, most of them shared; a chain of results; a third chosen
    by a condition."""
    fields = [_field(n) for n in range(FIELDS)]
    parts = []
    for number in range(MEMBERS):
        own = [(number * 10 + n) % MATERIALS for n in range(20)]
        materials = tuple(MaterialUse(f"m{n}", f"材料{n}", when=_when(n)) for n in own)
        before = (MaterialUse(f"r{number - 3}", f"结果{number - 3}"),) if number >= 3 else ()
        form = (fields[0], *(fields[(number * 7 + n) % FIELDS] for n in range(1, 20)))
        spec = ItemSpec(
            f"i{number:02}", f"事项{number}", "D", promise_type=Promise.PROMISED, promise=Limit(3),
            materials=materials + before, form=tuple(dict.fromkeys(form)),
        )  # fmt: skip
        when = {"field": "q0", "op": "eq", "value": True} if number % 3 == 2 else None
        parts.append(Part(Member(spec.code, when), spec, frozenset({f"r{number}"})))
    return BundleSpec("big", "最大的一件事", "D", members=tuple(part.member for part in parts)), parts


def _field(number: int) -> FieldUse:
    kind = FieldType.BOOL if number % 10 == 0 else FieldType.TEXT
    return FieldUse(f"q{number}", f"栏{number}", kind, question=kind is FieldType.BOOL)


def _when(number: int) -> dict[str, object] | None:
    return {"field": "q0", "op": "eq", "value": number % 2 == 0} if number % 15 == 0 else None


def measure(place: Place, *, quick: bool = False) -> list[Table]:
    """Medians and 95th percentiles in ms of compiling and of what a page asks of a compiled plan."""
    bundle, parts = largest()
    plan = compile_plan(bundle, parts)
    works: dict[str, Callable[[], object]] = {
        "compile": lambda: compile_plan(bundle, parts),
        "compile and read every condition": lambda: compile_plan(bundle, parts).situations,
        "the six savings": lambda: savings(plan),
        "the next question": lambda: next_question(plan, {}, TODAY),
        "what it will take": lambda: outlook(plan, {}, TODAY),
    }
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(3 if quick else ROUNDS):
        for name, work in works.items():
            began = time.perf_counter()
            work()
            times[name].append((time.perf_counter() - began) * 1000)
    rows = tuple(
        (name, f"{statistics.median(one):.1f}", f"{percentile(one, 0.95):.1f}") for name, one in times.items()
    )
    note = (
        f"{len(plan.parts)} members, {len(plan.materials)} materials, {len(plan.fields)} fields. Aim: 20 ms."
    )
    return [Table("The largest bundle", ("", "median, ms", "p95, ms"), rows, (note,))]
