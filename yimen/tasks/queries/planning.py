"""What a new joint task would be about, and who of the reader's departments would lead it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from yimen.cases import queries as cases
from yimen.cases.queries import Subject
from yimen.rules.authority import Actor, NotVisible, Sight
from yimen.rules.tasks.standing import departments


def planned_about(
    actor: Actor, number: str, *, now: datetime, within: Iterable[Sight] | None = None
) -> tuple[Subject, str]:
    """The case (of a member the whole that it is part of), and the credit code of the reader's department
    that has a part in it, else of any of theirs ("" for none).

    Raises NotVisible for a case they do not see.
    """
    page = cases.case_page(actor, number, now=now, **({"within": tuple(within)} if within else {}))
    subject = cases.subject(page.whole.number if page.whole else number)
    if subject is None:
        raise NotVisible()
    mine = departments(actor) & subject.involved
    return subject, next(iter(sorted(mine)), "") or own_lead(actor)


def own_lead(actor: Actor) -> str:
    """The credit code of a department of the reader, "" for who takes part for none."""
    return next(iter(sorted(departments(actor))), "")
