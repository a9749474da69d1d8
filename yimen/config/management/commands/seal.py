"""`yimen seal init | show | renew`: the key of the bureau's seal and its certificate in the register."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yimen.bureau import queries as bureau
from yimen.rules.authority import SYSTEM
from yimen.rules.errors import RuleBroken
from yimen.rules.seals import kinds
from yimen.vault import actions, queries, sealkeys


class Command(BaseCommand):
    """Makes, shows and renews. What it makes is for trial: production brings its own key."""

    help = "Make the seal's key and certificate (init), show them (show), make them anew (renew)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which of the three, and for init: whose seal it is."""
        what = parser.add_subparsers(dest="what", required=True)
        init = what.add_parser("init", help="make the key (where YIMEN_SEAL names none) and enter the seal")
        init.add_argument("--holder", default="", help="unified credit code of the organ that holds the seal")
        init.add_argument("--name", default="", help="name of the seal; default: organ + 行政审批专用章")
        init.add_argument("--code", default="", help="code of the seal; default: the region's code + 01")
        init.add_argument("--document", default="", help="document (文号) that ordered the seal")
        init.add_argument("--custodian", action="append", default=[], help="staff number; may be repeated")
        what.add_parser("show", help="say which seal, which certificate, who keeps it")
        what.add_parser("renew", help="a new key and certificate; what the old one sealed stays valid")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say in one line why not."""
        try:
            {"init": self._init, "show": self._show, "renew": self._renew}[options["what"]](options)
        except (RuleBroken, sealkeys.NoKey) as refusal:
            raise CommandError(getattr(refusal, "words", "") or str(refusal)) from refusal

    def _init(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        if queries.the_seal() is None:
            _enter(options)
        seal = queries.the_seal()
        if seal is None:
            raise CommandError("the seal was not entered")
        if not Path(settings.SEAL_KEY).exists() and _is_ours():
            sealkeys.make(_folder(), seal.holder.name, settings.SEAL_PASSPHRASE, now=now)
        self._enrol()
        for number in options["custodian"]:
            if not queries.is_custodian(number, timezone.localdate(now)):
                actions.appoint(SYSTEM, number, timezone.localdate(now), now=now)
        self._show(options)

    def _renew(self, options: dict[str, Any]) -> None:
        seal = queries.the_seal()
        if seal is None:
            raise CommandError("there is no seal yet: run `yimen seal init`")
        if _is_ours():
            sealkeys.make(
                _folder(), seal.holder.name, settings.SEAL_PASSPHRASE, now=timezone.now(), renew=True
            )
        # A key of the site's own (YIMEN_SEAL) was changed by the site: only its certificate is entered.
        self._enrol()
        self._show(options)

    def _enrol(self) -> None:
        signer = sealkeys.open_key(settings.SEAL_KEY, settings.SEAL_PASSPHRASE)
        actions.enrol(SYSTEM, sealkeys.certificate_of(signer), now=timezone.now())

    def _show(self, options: dict[str, Any]) -> None:
        seal = queries.the_seal()
        if seal is None:
            raise CommandError("there is no seal yet: run `yimen seal init`")
        self.stdout.write(f"{seal.code} {seal.name} {seal.get_status_display()} {seal.holder.name}")
        for one in queries.custodians(seal):
            self.stdout.write(f"  {one.staff.number} {one.staff.name} {one.from_day} – {one.to_day or ''}")
        for paper in queries.certificates(seal):
            self.stdout.write(f"  {paper.fingerprint} {paper.not_before:%F} – {paper.not_after:%F}")
            self.stdout.write(f"    {paper.subject}")


def _enter(options: dict[str, Any]) -> None:
    if not options["holder"]:
        raise CommandError("--holder is needed: the credit code of the organ that holds the seal")
    organ = bureau.department(options["holder"])
    place = organ.name if organ else ""
    actions.found_seal(
        SYSTEM, options["code"] or settings.SITE_REGION + "01",
        options["name"] or f"{place}行政审批专用章", options["holder"], tuple(kinds()),
        document=options["document"] or "yimen seal init", now=timezone.now(),
    )  # fmt: skip


def _is_ours() -> bool:
    """Whether the key lies where `init` itself puts it."""
    return Path(settings.SEAL_KEY) == _folder() / "seal.p12"


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "seal"
