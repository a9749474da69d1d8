"""Cases decided by machine, for the gate: one approved and drawn, one handed to a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from tests import county as counties
from tests import instant_world as worlds
from yimen.catalogue import actions as catalogue
from yimen.config.worker import drain
from yimen.instant import actions
from yimen.instant.models import Decision
from yimen.parties import actions as parties
from yimen.rules.authority import SYSTEM
from yimen.rules.registers import Register, Reply, Status
from yimen.rules.terms import ResultType


def play(county: counties.County, now: Any) -> dict[str, str]:
    """Names for the paths. What the register says is on file already; the switch was thrown and is on."""
    with transaction.atomic():
        spec = replace(worlds.spec(), result_type=ResultType.OTHER, result_name="登记回执")
        catalogue.bulk_publish(
            SYSTEM, [spec], effective_from=date(2026, 1, 1), document="云审发〔2026〕7号", now=now
        )
        reply = Reply(Status.ANSWERED, {"ent_name": "云溪县青石面馆"})
        parties.keep_record(county.parties["firm"].pk, Register.ENTERPRISES, reply, now=now)
    worlds.known(county, "firm", "3", now)
    made = {"sign": worlds.SIGN, "sign_ok": worlds.file(county, now),
            "sign_person": worlds.file(county, now, lit="true")}  # fmt: skip
    drain(timezone.now())
    Decision.objects.filter(outcome="approve").update(chosen=True)
    actions.switch(
        county["keeper"], worlds.SIGN, off=True, reason="规则有误，先停", now=now + timedelta(minutes=9)
    )
    return made
