"""Accounts, the passwords they had, the second step, sessions, and API tokens."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from yimen.keys.fields import DigestOf, SealedTextField


class Account(AbstractBaseUser):
    """One who may sign in: a person by telephone, or staff by number. Never both.

    The login lies sealed, for it may be a telephone number; it is found by digest.
    """

    login = SealedTextField(indexed=True)
    name = models.CharField(max_length=80)
    party = models.OneToOneField("parties.Party", null=True, on_delete=models.PROTECT, related_name="+")
    staff = models.OneToOneField("bureau.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    elder = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    #: Since when the password holds; empty for those of before it was kept: counted from the next sign-in.
    password_at = models.DateTimeField(null=True)
    #: Somebody else chose the password: nothing but changing it can be done.
    must_change = models.BooleanField(default=False)
    #: Since when signing in takes a code besides the password; empty: it does not.
    second_step_at = models.DateTimeField(null=True)

    objects = BaseUserManager()
    USERNAME_FIELD = "login"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=True) | Q(staff__isnull=True), name="accounts_person_or_staff"
            ),
            models.UniqueConstraint(DigestOf("login"), name="accounts_login_once"),
        ]

    def __str__(self) -> str:
        return self.login


class PastPassword(models.Model):
    """The hash of a password that an account had: the last few may not come again."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    at = models.DateTimeField()


class SecondStep(models.Model):
    """What an account's codes are made of (RFC 6238). It counts once the account says `second_step_at`.

    `last_step`: the step of 30 seconds of the last code that was taken; no code of it or before comes again.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="second_step")
    secret = SealedTextField()
    last_step = models.BigIntegerField(default=-1)
    made_at = models.DateTimeField()


class RecoveryCode(models.Model):
    """A code for the day on which the telephone is gone: works once. Only its slow hash is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    code = models.CharField(max_length=128)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "code"], name="accounts_recovery_once")]


class Session(AbstractBaseSession):
    """One browser: Django's session, and who is signed in by it since when. A row that is gone has ended.

    `seen_at` is written once a minute at most.
    """

    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="sessions")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    @classmethod
    def get_session_store_class(cls) -> Any:
        """What reads the data of a row: Django's engine; ours (`sessions`) has its name and its salt."""
        return SessionStore


class ApiToken(models.Model):
    """A scoped key for machines. Only its SM3 digest is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
