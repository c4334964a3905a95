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
    nothing; whether what was asked for was done meanwhile is not known."""

    def __init__(self, message: str, after: float = 0) -> None:
        super().__init__(message)
        self.after = after
