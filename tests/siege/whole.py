"""Is everything whole? `python -m tests.siege.whole` prints what is wrong with a database, as JSON.

Looks at all of it with the product's own tables, in a process of its own: every case, every chain, every
reaction, every stored file.
"""

from __future__ import annotations

import json
import os
import traceback
from collections import Counter
from collections.abc import Iterator
from typing import Any

import django


def cases() -> Iterator[str]:
    """Cases that are not whole."""
    from tests.cases.wholeness import check
    from yimen.cases.models import Case

    for number in Case.objects.values_list("number", flat=True):
        try:
            check(number)
        except AssertionError as error:
            line = traceback.extract_tb(error.__traceback__)[-1].line
            yield f"case {number}: {line} {error}"


def chains() -> Iterator[str]:
    """Streams whose chain is broken."""
    from yimen.trail import queries as trail
    from yimen.trail.models import Event

    for stream in Event.objects.values_list("stream", flat=True).distinct():
        for seq, what in trail.broken_links(stream):
            yield f"stream {stream} {seq}: {what}"


def reactions() -> Iterator[str]:
    """Events of which somebody was not told, or told twice; events not handed on; dead letters."""
    from yimen.cases.models import Case, Message
    from yimen.cases.reactions import NOTES
    from yimen.trail.models import Event

    parties = dict(Case.objects.values_list("number", "party_id"))
    told = Counter(Message.objects.values_list("party_id", "event"))
    wanted = Event.objects.filter(kind__in=[str(kind) for kind in NOTES]).values_list("pk", "stream", "kind")
    for event, stream, kind in wanted:
        if told[(parties[stream], event)] != 1:
            yield f"event {event} {kind} of {stream}: told {told[(parties[stream], event)]} times"
    for event in Event.objects.filter(due_at__isnull=False):
        yield f"event {event.pk} {event.kind}: not handed on"
    for event in Event.objects.filter(dead_at__isnull=False):
        yield f"event {event.pk} {event.kind}: dead: {event.error[-300:]}"


def files() -> Iterator[str]:
    """Rows without their content, content that is not what its name says."""
    from yimen.keys.crypto import NotOurs
    from yimen.trail.chain import sm3
    from yimen.vault.models import StoredFile
    from yimen.vault.queries import open_digest

    for digest in StoredFile.objects.values_list("digest", flat=True).distinct():
        try:
            with open_digest(digest) as content:
                same = sm3(content.read()) == digest
        except (FileNotFoundError, NotOurs):
            same = False
        if not same:
            yield f"file {digest}: missing or changed"


def stories() -> dict[str, Any]:
    """The acts of every case in their order, and how many files each of its materials has."""
    from yimen.cases.models import Case, CaseFile
    from yimen.trail import queries as trail

    acts = {
        number: [row.data["act"] for row in trail.history(number) if "act" in row.data]
        for number in Case.objects.values_list("number", flat=True)
    }
    given = Counter(CaseFile.objects.values_list("material__case__number", "material__code"))
    return {"acts": acts, "files": [[*key, count] for key, count in given.items()]}


def back() -> dict[str, Any]:
    """Events earlier than the one before them in their stream: how many say so, and which do not."""
    from yimen.trail.models import Event

    flagged, silent, before = 0, [], {}
    for one in Event.objects.order_by("stream", "seq"):
        earlier = one.stream in before and one.at < before[one.stream]
        flagged += earlier and "clock_back" in one.data
        if earlier and "clock_back" not in one.data:
            silent.append(f"{one.stream}#{one.seq}")
        before[one.stream] = one.at
    return {"back": {"flagged": flagged, "silent": silent}}


def main() -> None:
    """Print all of it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
    django.setup()
    wrong = [*cases(), *chains(), *reactions(), *files()]
    print(json.dumps({"wrong": wrong, **stories(), **back()}))  # noqa: T201


if __name__ == "__main__":
    main()
