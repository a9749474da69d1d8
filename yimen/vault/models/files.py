"""Files as they came in, kept by content."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.keys.fields import SealedTextField


class StoredFile(models.Model):
    """One upload: `key` is its unguessable address, `digest` (SM3) where its content lies."""

    key = models.CharField(max_length=43, unique=True)
    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    name = SealedTextField()
    uploaded_by = models.CharField(max_length=60)
    uploaded_at = models.DateTimeField()
    #: When it was destroyed with its case: the digest stays, the name and the content are gone.
    destroyed_at = models.DateTimeField(null=True)
    swept_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], name="vault_files_to_sweep",
                condition=Q(destroyed_at__isnull=False, swept_at__isnull=True),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
