"""What follows an event of the hall, after commit: a code for a kiosk leaves for the telephone."""

from __future__ import annotations

from datetime import datetime

from yimen.bridges import sms
from yimen.trail.queries import Row
from yimen.trail.relay import Outside

from . import queries

#: What comes to the telephone. It says where the machine stands: nobody should give a code away unknowing.
CODE_TEXT = (
    "您正在{site}的{device}上办事，验证码 {digits}，5 分钟内有效。不是您本人站在机器前，不要告诉任何人。"
)


def _send(row: Row, now: datetime) -> None:
    """Bring a code to the telephone on file. For nobody, and once it is used, none is. Raises NotSent."""
    gateway = sms.configured()
    found = queries.outgoing_code(int(row.data["code"]))
    if gateway is None or found is None:
        return
    text = CODE_TEXT.format(site=found.site, device=found.device, digits=found.digits)
    gateway.send(found.phone, text, timeout=sms.TIME_LIMIT)


def _kept_nothing(row: Row, answer: None, now: datetime) -> bool:
    return True


#: Somebody at a kiosk asked for a code: it goes to the telephone on file.
send_show_code = Outside(_send, _kept_nothing, "yimen.hall.reactions.send_show_code")
