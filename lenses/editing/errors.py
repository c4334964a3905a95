"""Why an edit cannot be made. Pure: services turn it into the errors of the core."""

from __future__ import annotations


class EditError(ValueError):
    """An edit that cannot be applied to this document.

    message: one sentence for people. code: ``gone`` (the address leads to nothing here) or
    ``invalid`` (the operation itself is wrong). field: what of the operation is wrong: a field of
    the format such as ``id``, or ``at``, ``to``, ``place``, ``op``.
    """

    def __init__(self, message: str, *, code: str = "invalid", field: str = "op") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field
