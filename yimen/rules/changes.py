"""What a change changes: the values that differ, key by key, for the preview and for the record."""

from __future__ import annotations

from collections.abc import Mapping

#: Key, what stood there, what stands there now; "" where there is nothing.
Change = tuple[str, str, str]


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """Every key whose value differs, in the order of `after`, then what `before` had alone."""
    keys = [*after, *(key for key in before if key not in after)]
    found = ((key, before.get(key, ""), after.get(key, "")) for key in keys)
    return [one for one in found if one[1] != one[2]]
