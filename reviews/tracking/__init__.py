"""Speaking to trackers: Jira and GitHub, by the interfaces they publish. Knows no rows."""

from reviews.tracking.clients import Client, client
from reviews.tracking.problems import Delayed, Problem, Refused, Resting, is_down
from reviews.tracking.shapes import Draft, Issue, Part, Reach, Standing, Target

__all__ = [
    "Client", "Delayed", "Draft", "Issue", "Part", "Problem", "Reach", "Refused", "Resting",
    "Standing", "Target", "client", "is_down",
]  # fmt: skip
