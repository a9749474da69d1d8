"""One material once, measured on a catalogue file: `python -m bench.once items.ndjson [--mapping guangdong]`.

For a party with the N commonest materials on file: how many of the catalogue's material mentions need not
be given again. A mention is one material of one item, as the import reads it (the same name twice in one
item is one). Matching is the product's: `exact` by shared definition (the import gives one to each name),
`plain` by `rules.reuse.plain_name`, as a new application does.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from yimen.catalogue.importing.plan import Known, plan
from yimen.catalogue.importing.source import Source
from yimen.rules.reuse import Mention, Share, measure

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
    print("the ten commonest:", "、".join(measure(found, 10, plain=True).held))


if __name__ == "__main__":
    main()
