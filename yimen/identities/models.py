"""Which account is linked with which person at the platform."""

from __future__ import annotations

from django.db import models

from yimen.keys.fields import DigestOf, SealedTextField


class Identity(models.Model):
    """One link. `subject`: a digest of the platform and its own name of the person; `level`: said last."""

    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=255)
    subject = SealedTextField(indexed=True)
    level = models.CharField(max_length=1)
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(DigestOf("subject"), name="identities_subject_once"),
            models.UniqueConstraint(fields=["account", "issuer"], name="identities_one_of_an_account"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.issuer}"
