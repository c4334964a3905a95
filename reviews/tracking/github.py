"""GitHub Issues, by the REST interface of version 2022-11-28; github.com and Enterprise Server.

https://docs.github.com/rest/issues/issues
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

from reviews.tracking import states, texts
from reviews.tracking.problems import Delayed, Refused
from reviews.tracking.shapes import Draft, Issue, Reach, Standing, Target
from reviews.tracking.web import Door, Through

_VERSION = "2022-11-28"
_PUBLIC = ("github.com", "www.github.com", "api.github.com")
_PAGE = 100
_PAGES = 50
_NEXT = re.compile(r'<[^>]*[?&]page=(\d+)[^>]*>;\s*rel="next"')


class GitHub:
    """The issues of one repository."""

    is_coarse = True

    def __init__(self, target: Target, reach: Reach, through: Through | None = None) -> None:
        self._target = target
        self._door = Door(
            base_url=_base(target.base_url),
            headers={
                "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": _VERSION,
                "Authorization": f"Bearer {target.secret}",
            },
            reach=reach,
            secret=target.secret,
            through=through,
        )
        self._repository = f"/repos/{quote(target.project, safe='/')}"

    def standing(self) -> Standing:
        """Who we are, and whether the repository takes issues from us."""
        name = str(_object(self._door.ask("GET", "/user").data).get("login", ""))
        found = _object(self._door.ask("GET", self._repository).data)
        problems = []
        if found.get("archived"):
            problems.append(_("The repository is archived: nobody can make issues there."))
        if found.get("has_issues") is False:
            problems.append(_("Issues are switched off in this repository."))
        allowed = _object(found.get("permissions"))
        # Everybody who reads may open an issue; closing others' needs triage.
        if allowed and not any(allowed.get(each) for each in ("triage", "push", "admin")):
            problems.append(_("This account may not close and reopen issues there."))
        return Standing(name, tuple(problems))

    def find(self, marker: str, since: datetime) -> Issue | None:
        """Looked for among the newest issues: the search of GitHub lags behind, its list does
        not."""
        word = texts.marker_word(marker)
        # Clocks differ a little.
        query = {"since": _time(since - timedelta(minutes=5)), "sort": "created"}
        for found in self._listed({**query, "direction": "desc"}):
            if word in str(found.get("body") or ""):
                return _issue(found)
        return None

    def create(self, draft: Draft) -> Issue:
        """A new issue with our labels."""
        body: dict[str, Any] = {"title": draft.title, "body": texts.markdown(draft)}
        if self._target.labels:
            body["labels"] = list(self._target.labels)
        return _issue(_object(self._door.ask("POST", f"{self._repository}/issues", body=body).data))

    def write(self, key: str, draft: Draft) -> None:
        """Another title and text."""
        body = {"title": draft.title, "body": texts.markdown(draft)}
        self._door.ask("PATCH", self._path(key), body=body)

    def read(self, key: str) -> Issue:
        """An issue as it is."""
        return _issue(_object(self._door.ask("GET", self._path(key)).data))

    def turn(self, issue: Issue, state: str) -> Issue:
        """Open or close it: done is completed, an accepted risk is not planned."""
        target = self._target.states
        if states.fits(state, issue.status, issue.stage, target, is_coarse=True):
            return issue
        body = {"state": "open", "state_reason": "reopened"}
        if state in ("done", "accepted"):
            reason = "completed" if state == "done" else "not_planned"
            body = {"state": "closed", "state_reason": reason}
        answer = self._door.ask("PATCH", self._path(issue.key), body=body)
        return _issue(_object(answer.data))

    def changed(self, since: datetime) -> Iterator[Issue]:
        """By time of change; pull requests, which GitHub lists among them, are left out."""
        query = {"since": _time(since), "sort": "updated", "direction": "asc"}
        for found in self._listed(query):
            yield _issue(found)

    def _listed(self, query: dict[str, str]) -> Iterator[dict[str, Any]]:
        page = "1"
        for _turn in range(_PAGES):
            asked = {**query, "state": "all", "per_page": _PAGE, "page": page}
            answer = self._door.ask("GET", f"{self._repository}/issues", query=asked)
            for found in answer.data if isinstance(answer.data, list) else ():
                if isinstance(found, dict) and "pull_request" not in found:
                    yield found
            following = _NEXT.search(answer.headers.get("link", ""))
            if following is None:
                return
            page = following[1]

    def _path(self, key: str) -> str:
        if not key.lstrip("#").isdigit():
            raise Refused(_("This is not an issue of GitHub."), 404)
        return f"{self._repository}/issues/{key.lstrip('#')}"


def _base(address: str) -> str:
    """Where the interface of a GitHub is."""
    parts = urlsplit(address)
    if parts.hostname in _PUBLIC:
        return "https://api.github.com"
    path = parts.path.rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path if path.endswith('/api/v3') else '/api/v3'}"


def _issue(found: dict[str, Any]) -> Issue:
    number = found.get("number")
    if not isinstance(number, int):
        raise Delayed(_("The tracker gave an answer nobody can read."))
    is_closed = found.get("state") == "closed"
    is_dropped = is_closed and found.get("state_reason") in ("not_planned", "duplicate")
    return Issue(
        key=f"#{number}",
        url=str(found.get("html_url") or ""),
        status=_word(is_closed=is_closed, is_dropped=is_dropped),
        stage="dropped" if is_dropped else "done" if is_closed else "new",
        changed_at=_moment(found.get("updated_at")),
    )


def _word(*, is_closed: bool, is_dropped: bool) -> str:
    """What GitHub's two words and their reason are in one."""
    return "not planned" if is_dropped else "closed" if is_closed else "open"


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
