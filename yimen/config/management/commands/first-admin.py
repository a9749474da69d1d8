# ruff: noqa: N999  (Django finds a command by its file name)
"""`yimen first-admin`: the first of each of the three administrators of a fresh installation.

The system administrator enters people, the security administrator gives them posts and logins, the audit
administrator reads the records. Nobody gives a right to themselves, so the first of each is entered here.
"""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from yimen.accounts import actions as accounts
from yimen.accounts.queries import account_by_login
from yimen.bureau import actions as bureau
from yimen.bureau import queries
from yimen.rules.authority import SYSTEM, THREE
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import Level, Role


class Command(BaseCommand):
    """Enters the county, the bureau and its first administrator; all or nothing."""

    help = "Enter region, bureau and the first system, security or audit administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who and where."""
        parser.add_argument(
            "--role", choices=[str(one) for one in THREE], default=str(Role.ADMIN),
            help="which of the three: admin (system), security or audit",
        )  # fmt: skip
        parser.add_argument("--number", required=True, help="staff number, which is the login")
        parser.add_argument("--name", required=True, help="name of the administrator")
        parser.add_argument("--department-code", required=True, help="unified credit code of the bureau")
        parser.add_argument("--department-name", required=True, help="name of the bureau")
        parser.add_argument("--region-name", required=True, help="name of the region YIMEN_REGION")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse when somebody is there already; else enter everything and say how to sign in."""
        if queries.staff_with_role(Role(options["role"])):
            raise CommandError(f"there is one already ({options['role']}): enter others at /admin/staff/")
        password = _password(options["password_stdin"])
        try:
            with transaction.atomic():
                _places(options)
            _person(options, password)
        except RuleBroken as refusal:
            raise CommandError(refusal.words) from refusal
        self.stdout.write(f"{options['number']} {options['name']}: /login/")
        missing = [str(one) for one in THREE if not queries.staff_with_role(one)]
        if missing:
            wanted = ", ".join(f"--role {one}" for one in missing)
            self.stdout.write(f"still to enter, other people: {wanted}")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    first, again = getpass.getpass("密码："), getpass.getpass("再输一次：")
    if first != again:
        raise CommandError("两次输入的密码不一样")
    return first


def _places(options: dict[str, Any]) -> None:
    now = timezone.now()
    region = settings.SITE_REGION
    bureau.ensure_region(SYSTEM, region, options["region_name"], Level.COUNTY, now=now)
    bureau.ensure_department(
        SYSTEM, options["department_code"], options["department_name"], region=region, now=now
    )


def _person(options: dict[str, Any], password: str) -> None:
    now, code, number = timezone.now(), options["department_code"], options["number"]
    if queries.staff_by_number(number) is None:
        bureau.hire(SYSTEM, number, options["name"], code, now=now)
    if account_by_login(number) is None:
        accounts.open_staff_account(SYSTEM, number, password, now=now)
    # The post comes last: while anything before it fails, there is no administrator and one may try again.
    bureau.give_post(SYSTEM, number, Role(options["role"]), code, now=now)
