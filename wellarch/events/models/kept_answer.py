"""Answers kept for requests that come twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from wellarch import clock


class KeptAnswer(models.Model):
    """The answer to a request that carried a key of its client, so that asking again changes
    nothing more (Idempotency-Key, ClientRequestToken). Written in the request's transaction.

    request: a digest of what was asked. answer: encrypted, as it may tell a secret once.
    """

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)  # a digest of the operation and the client's own key
    request = models.CharField(max_length=64)
    answer = models.TextField()
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "user", "key"], name="answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.key[:12]} of {self.user_id}"
