"""A whole bureau at random for a minute: `python tools/siege.py [PEOPLE CASES SECONDS]` (50 500 60).

Real processes, real sessions, real forms; afterwards every invariant is checked. On PostgreSQL:
`DATABASE_URL=postgres:// python tools/siege.py` (a server of its own is started). Prints what happened.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.siege.house import Builder, on_postgres
from tests.siege.monkeys import let_loose

#: Seconds that the worker may need after the minute for what it left: on a small machine a minute is short.
HANDED_ON = 900.0


def main(people: int, cases: int, seconds: int) -> int:
    """Build, let loose, check; 0 when all is whole."""
    with tempfile.TemporaryDirectory(prefix="yimen-siege-") as folder:
        builder = Builder(Path(folder))
        try:
            return siege(builder, people, cases, seconds)
        finally:
            builder.close()


def siege(builder: Builder, people: int, cases: int, seconds: int) -> int:
    """One minute of it, told in a few lines."""
    bureau = builder.copy(people, cases)
    bureau.start("web")
    bureau.start("work")
    try:
        bureau.ready()
        monkeys = let_loose(bureau, seconds)
        bureau.handed_on(HANDED_ON)
        found = bureau.whole()
    finally:
        bureau.stop()
    statuses = sum((one.statuses for one in monkeys), Counter())
    took = sorted(moment for one in monkeys for moment in one.took)
    acts = sum(len(steps) for steps in found["acts"].values())
    print(f"{'PostgreSQL' if on_postgres() else 'SQLite'}: {len(monkeys)} people, {cases} cases, {seconds} s")
    print(f"requests {len(took)} ({len(took) / seconds:.0f}/s), forms sent {sum(m.pressed for m in monkeys)}")
    print(f"answers {dict(sorted(statuses.items()))}; acts on record {acts}")
    print(f"p50 {statistics.median(took) * 1000:.0f} ms, p95 {took[int(len(took) * 0.95)] * 1000:.0f} ms")
    wrong = [*found["wrong"], *found["back"]["silent"], *(word for one in monkeys for word in one.wrong)]
    print("every invariant holds" if not wrong else "\n".join(["NOT WHOLE:", *wrong[:20]]))
    return 1 if wrong else 0


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:4]]
    sys.exit(main(*(given or (50, 500, 60))))
