"""What a tracker can answer instead of what was asked."""

from __future__ import annotations


class Problem(Exception):
    """It did not work. message: a sentence for people, without any secret."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Refused(Problem):
    """The tracker said no, and would say so again. status: its HTTP status, 0 if it has none."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status

    @property
    def is_about_everything(self) -> bool:
        """Whether nothing else will work there either: who we are, or where it is."""
        return self.status in (0, 401, 403)


class Delayed(Problem):
    """It may work later. after: seconds that the tracker asked to be left alone, 0 if it said
    nothing; status: of its answer, 0 if there was none; whether what was asked for was done
    meanwhile is not known."""

    def __init__(self, message: str, after: float = 0, status: int = 0) -> None:
        super().__init__(message)
        self.after = after
        self.status = status


class Resting(Delayed):
    """Nothing was sent: the tracker failed again and again and is left alone for a while."""


def is_down(error: Exception) -> bool:
    """Whether the tracker as a whole is not well: nobody answered, or it said so (5xx). One that
    refuses, or asks for patience, works."""
    if isinstance(error, Refused | Delayed):
        return error.status == 0 or error.status >= 500
    return False
