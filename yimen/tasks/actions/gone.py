"""The end of what is personal in tasks about a case whose record is destroyed."""

from __future__ import annotations

from yimen.trail.actions import require_transaction

from ..models import Finding, Paper, Part, Person, Said, Task, TaskFile


def erase(number: str) -> list[int]:
    """Empty what was written about a case, and let go of its files (ids of stored files). In the caller's
    transaction; events and digests stay on the trail."""
    require_transaction()
    mine = list(Task.objects.filter(case__number=number).values_list("pk", flat=True))
    files = TaskFile.objects.filter(task__in=mine)
    papers = Paper.objects.filter(task__in=mine)
    people = Person.objects.filter(task__in=mine)
    gone = [
        *files.values_list("stored_id", flat=True), *papers.values_list("pdf_id", flat=True),
        *people.values_list("drawn_id", flat=True),
    ]  # fmt: skip
    files.delete()
    papers.update(data={}, pdf=None)
    people.delete()
    Finding.objects.filter(task__in=mine).update(text="", answer="", words="")
    Part.objects.filter(task__in=mine).update(text="", met="")
    Said.objects.filter(part__task__in=mine).update(text="")
    Task.objects.filter(pk__in=mine).update(place="", facts={}, conclusion="")
    return [one for one in gone if one is not None]
