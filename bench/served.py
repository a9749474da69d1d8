"""What a served county needs for the load of (b): who calls, and drafts that only want to be handed in.

`python -m bench.served SIZE DRAFTS` works on the database of the environment and prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django
from django.utils import timezone

from . import fill
from .rivals.ours import Ours

#: Key of the small county → login.
PEOPLE = {"clerk": "0101", "officer": "0201", "head": "0202", "director": "0203", "supervisor": "0903"}
CITIZEN = "19900000001"


def told(drafts: int) -> dict[str, Any]:
    """Tokens of everybody, logins, the item, numbers of drafts and of cases that may be looked at."""
    from tests import county as counties
    from yimen.accounts import actions as accounts
    from yimen.accounts.scopes import Scope

    ours = Ours()
    now = timezone.now()
    tokens = {
        who: accounts.make_token(ours.county[who], "压测", [str(s) for s in Scope], 30, now=now).secret
        for who in ("li", "clerk", "officer", "head", "director")
    }
    return {
        "tokens": tokens, "logins": {**PEOPLE, "li": CITIZEN}, "password": counties.PASSWORD,
        "item": counties.LICENCE, "drafts": [ours.draft(now) for _ in range(drafts)],
    }  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
    django.setup()
    fill.ready(int(sys.argv[1]))
    print(json.dumps(told(int(sys.argv[2]))))
