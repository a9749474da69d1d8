"""Every write of the records of closed cases: filing · packing · holds · lists (destruction) · drafts."""

from .drafts import drop_old
from .filing import Moved, check_due, expire_due, file_away, file_due, pack, pack_due, recheck
from .holds import lift_hold, set_hold
from .lists import Listed, approve, propose, reject, retain, witness
from .running import destroy_due, sweep
from .turn import Done, turn

__all__ = [
    "Done", "Listed", "Moved", "approve", "check_due", "destroy_due", "drop_old", "expire_due", "file_away",
    "file_due", "lift_hold", "pack", "pack_due", "propose", "recheck", "reject", "retain", "set_hold",
    "sweep", "turn", "witness",
]  # fmt: skip
