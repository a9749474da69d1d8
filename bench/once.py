"""One material once, measured on a catalogue file: `python -m bench.once items.ndjson [--mapping guangdong]`.

For a party with the N commonest materials on file: how many of the catalogue's material mentions need not
be given again. A mention is one material of one item, as the import reads it (the same name twice in one
item is one). Matching is the product's: `exact` by shared definition (the import gives one to each name),
`plain` by `rules.reuse.plain_name`, as a new application does.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from yimen.catalogue.importing.plan import Known, plan
from yimen.catalogue.importing.source import Source
from yimen.rules.likeness import core_name
from yimen.rules.reuse import Canonical, Mention, Share, measure, standing

COUNTS = (1, 5, 10, 20, 50, 100)


def mentions(path: Path, mapping: str) -> list[Mention]:
    """Every material of every item of the file, as the import reads it."""
    read = plan(Source(path.name, path.read_bytes(), mapping), Known())
    return [Mention(spec.code, use.code, use.name) for spec in read.specs for use in spec.materials]


def rows(found: Sequence[Mention]) -> list[tuple[int, Share, Share, Share]]:
    """By number of materials on file: exact, plain, and plain with forms counted as if they could be kept."""
    return [
        (
            most, measure(found, most, plain=False), measure(found, most, plain=True),
            measure(found, most, plain=True, forms=True),
        )
        for most in COUNTS
    ]  # fmt: skip


#: What a keeper would merge besides names of one core: the paper by which a natural person, or a firm, shows
#: who they are. Names that allow one of several papers (营业执照等申请人身份证明文件) stay apart: a file
#: given for one of them need not be the other.
BY_HAND = {
    "居民身份证": ("身份证明", "申请人身份证明", "纳税人身份证件", "申请人身份证明文件"),
    "营业执照": ("企业营业执照",),
}


def merged(found: Sequence[Mention], *, by_hand: bool) -> dict[str, Canonical]:
    """Merges of every group of names with one core into its commonest; `by_hand`: and those of BY_HAND."""
    codes = {one.name: one.code for one in reversed(found)}
    counts = Counter(one.name for one in found)
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(counts, key=lambda name: (-counts[name], codes[name])):
        if core := core_name(name):
            groups[core].append(name)
    if by_hand:
        for stays, others in BY_HAND.items():
            for core in {core_name(name) for name in others if name in codes} - {core_name(stays)}:
                groups[core_name(stays)] += groups.pop(core)
    stands = [(name, names[0]) for names in groups.values() for name in names[1:]]
    return {codes[name]: Canonical(codes[into], into) for name, into in stands}


def merged_table(found: Sequence[Mention]) -> str:
    """Before and after merges, by plain name, as a Markdown table."""
    sets = [merged(found, by_hand=by_hand) for by_hand in (False, True)]
    lines = [
        f"| on file | as imported | {len(sets[0])} merged by core | {len(sets[1])} merged, by hand too |",
        "|--:|--:|--:|--:|",
    ]
    for most in COUNTS:
        shares = [measure(standing(found, one), most, plain=True) for one in ({}, *sets)]
        lines.append(f"| {most} | " + " | ".join(f"{one.free} ({one.percent} %)" for one in shares) + " |")
    return "\n".join(lines)


def table(found: Sequence[Mention]) -> str:
    """The result as a Markdown table."""
    lines = [
        "| on file | exact | plain name | plain name, forms too | items that ask for nothing else |",
        "|--:|--:|--:|--:|--:|",
    ]
    for most, exact, plain, forms in rows(found):
        cells = [f"{one.free} ({one.percent} %)" for one in (exact, plain, forms)]
        lines.append(f"| {most} | {' | '.join(cells)} | {plain.items_free} of {plain.items} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table of a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--mapping", default="guangdong")
    asked = parser.parse_args()
    found = mentions(asked.file, asked.mapping)
    print(f"{len(found)} mentions, {len({one.code for one in found})} definitions")
    print(table(found))
    print(merged_table(found))
    print("the ten commonest:", "、".join(measure(found, 10, plain=True).held))


if __name__ == "__main__":
    main()
