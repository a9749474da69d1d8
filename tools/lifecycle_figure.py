"""The lifecycle as a picture: text for mermaid, and an SVG drawn here, both from the one table."""

from __future__ import annotations

import math
from collections import defaultdict
from html import escape

from yimen.rules.lifecycle import ENDED, FINAL, TABLE, Row
from yimen.rules.terms import Act, State

#: Acts possible in more states than this are told below the picture; as arrows they would cover it.
MANY = 4
#: Where each state stands: column and row.
PLACES: dict[State, tuple[float, float]] = {
    State.DRAFT: (0, 2),
    State.SUBMITTED: (1, 2),
    State.WAITING: (0.4, 1),
    State.RECEIVED: (2, 2),
    State.REVIEWING: (3.5, 2),
    State.GRANTED: (5.3, 2),
    State.ISSUED: (6.25, 2),
    State.DELIVERED: (7.2, 2),
    State.NOT_REQUIRED: (1.4, 0.6),
    State.NOT_ACCEPTED: (2.5, 0.6),
    State.SUSPENDED: (3.5, 0.6),
    State.REFUSED: (6.0, 0.6),
    State.CORRECTION: (2, 3.4),
    State.SUPPLEMENT: (3.5, 3.4),
    State.FORWARDED: (6.2, 3.4),
    State.TERMINATED: (4.8, 3.4),
    State.RETURNED: (2.75, 4.5),
    State.WITHDRAWN: (5.2, 4.5),
    State.VOIDED: (6.2, 4.5),
    State.ARCHIVED: (7.2, 4.5),
}
#: What the members of a bundle do together with their application.
ALONG = frozenset({Act.HAND_UP, Act.CONCLUDE, Act.GO_WITH, Act.ALL_DELIVERED})
#: Arrows that would run through a box or a word of another, and how far they give way (to their right: +).
BENDS = {
    (State.SUBMITTED, State.REVIEWING): -60,
    (State.WAITING, State.TERMINATED): -330,
    (State.SUSPENDED, State.TERMINATED): -120,
}
STEP_X, STEP_Y, LEFT, TOP, WIDE, HIGH = 165, 100, 64, -30, 100, 38
STYLE = """text{font:14px "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
text{fill:#17202e;text-anchor:middle}
.s{fill:#e7f0fa;stroke:#0b5cad}.e{fill:#e5f5ed;stroke:#0b7347}.f{fill:#eef0f3;stroke:#6b7789}
.a{fill:none;stroke:#475263;stroke-width:1.2}
.l{font-size:12px;fill:#475263;paint-order:stroke;stroke:#fff;stroke-width:4px}
.n{text-anchor:start;font-size:13px}"""


def _drawn(row: Row) -> bool:
    """Whether the act is an arrow; what comes from many states, or goes along with a bundle, is in words."""
    return len(row.sources) <= MANY and row.act not in ALONG


def _arrows() -> dict[tuple[State, State], list[str]]:
    """From, to → the labels of the acts; acts that change nothing or come from many states are left out."""
    found: dict[tuple[State, State], list[str]] = defaultdict(list)
    for row in TABLE:
        if row.target is not None and _drawn(row):
            for source in State:
                if source in row.sources:
                    found[source, row.target].append(row.act.label)
    return found


def _notes() -> list[str]:
    """What the arrows leave out, in words."""
    many = [row for row in TABLE if row.target is not None and not _drawn(row)]
    lines = []
    for row in many:
        froms = "、".join(one.label for one in State if one in row.sources)
        lines.append(f"{row.act.label} → {row.target.label if row.target else ''}：从{froms}")
    stays = "、".join(dict.fromkeys(row.act.label for row in TABLE if row.target is None))
    return [*lines, f"状态不变：{stays}"]


def mermaid() -> str:
    """A state diagram for viewers that draw mermaid."""
    lines = ["stateDiagram-v2", f"  [*] --> {State.DRAFT}"]
    lines += [f"  {one} : {one.label}" for one in State]
    for row in TABLE:
        for source in State:
            if source in row.sources and row.target is not None:
                lines.append(f"  {source} --> {row.target} : {row.act.label}")
    lines += [f"  {one} --> [*]" for one in State if one in FINAL]
    return "\n".join(lines)


def _centre(state: State) -> tuple[float, float]:
    x, y = PLACES[state]
    return LEFT + x * STEP_X, TOP + HIGH / 2 + y * STEP_Y


def _edge(centre: tuple[float, float], towards: tuple[float, float]) -> tuple[float, float]:
    """Where the line from the centre of a box leaves the box."""
    dx, dy = towards[0] - centre[0], towards[1] - centre[1]
    reach = min(
        (WIDE / 2 + 3) / abs(dx) if dx else math.inf,
        (HIGH / 2 + 3) / abs(dy) if dy else math.inf,
    )
    return centre[0] + dx * reach, centre[1] + dy * reach


def _arrow(source: State, target: State, words: str, both: bool) -> str:
    """One arrow; of two that go back and forth, each bends to its own right."""
    one, two = _centre(source), _centre(target)
    length = math.dist(one, two)
    side = (-(two[1] - one[1]) / length, (two[0] - one[0]) / length)
    bend = 34 if both else BENDS.get((source, target), 0)
    via = ((one[0] + two[0]) / 2 + side[0] * bend, (one[1] + two[1]) / 2 + side[1] * bend)
    begin, end = _edge(one, via), _edge(two, via)
    label = ((begin[0] + 2 * via[0] + end[0]) / 4, (begin[1] + 2 * via[1] + end[1]) / 4 + 4)
    path = f"M{begin[0]:.0f} {begin[1]:.0f}Q{via[0]:.0f} {via[1]:.0f} {end[0]:.0f} {end[1]:.0f}"
    anchor = "" if not both else ' style="text-anchor:end"' if side[0] < 0 else ' style="text-anchor:start"'
    text = f'<text class="l"{anchor} x="{label[0]:.0f}" y="{label[1]:.0f}">{escape(words)}</text>'
    return f'<path class="a" marker-end="url(#h)" d="{path}"/>{text}'


def _box(state: State) -> str:
    x, y = _centre(state)
    look = "f" if state in FINAL else "e" if state in ENDED else "s"
    return (
        f'<rect class="{look}" x="{x - WIDE / 2:.0f}" y="{y - HIGH / 2:.0f}" '
        f'width="{WIDE}" height="{HIGH}" rx="6"/>'
        f'<text x="{x:.0f}" y="{y + 5:.0f}">{state.label}</text>'
    )


def svg() -> str:
    """The picture. Raises KeyError when a new state has no place yet."""
    arrows, notes = _arrows(), _notes()
    foot = TOP + HIGH + 4.5 * STEP_Y + 34
    wide, high = LEFT * 2 + int(7.2 * STEP_X), int(foot + 24 * len(notes))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img" '
        f'width="{wide}" height="{high}">',
        "<!-- Generated from yimen/rules/lifecycle.py by tools/docs.py. Do not edit: make docs -->",
        f"<title>办件的状态和动作</title><style>{STYLE}</style>",
        '<defs><marker id="h" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#475263"/></marker></defs>',
        f'<rect width="{wide}" height="{high}" fill="#fff"/>',
        *(_arrow(a, b, "、".join(words), (b, a) in arrows) for (a, b), words in arrows.items()),
        *(_box(state) for state in State),
        *(
            f'<text class="n" x="32" y="{foot + 24 * n:.0f}">{escape(line)}</text>'
            for n, line in enumerate(notes)
        ),
        "</svg>",
    ]
    return "\n".join(parts)
