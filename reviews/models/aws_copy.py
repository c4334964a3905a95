"""What was copied from an account of the AWS API, or to one: so that copying goes on where it was
interrupted, and again changes nothing."""

from __future__ import annotations

from django.db import models

from wellarch import clock


class AwsCopyWay(models.TextChoices):
    """In which direction it was copied."""

    PULL = "pull", "From there to here"
    PUSH = "push", "From here to there"


class AwsCopy(models.Model):
    """One thing that stands on both sides.

    place: the address of the other side. remote, local: its name there (an ARN) and here (a key);
    of a milestone both end with its number. wanted: digest of what was to be copied. left: digest
    of what stood on the side that was written to afterwards; empty while it is not finished.
    """

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    place = models.CharField(max_length=255)
    way = models.CharField(max_length=4, choices=AwsCopyWay)
    kind = models.CharField(max_length=16)
    remote = models.CharField(max_length=400)
    local = models.CharField(max_length=100)
    wanted = models.CharField(max_length=64, blank=True)
    left = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "place", "way", "kind", "remote"], name="one_aws_copy_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.kind} {self.remote}"
