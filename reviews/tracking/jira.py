"""Jira: Cloud by version 3 of its REST interface, Data Center and Server by version 2.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/
https://docs.atlassian.com/software/jira/docs/api/REST/
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from reviews.tracking import states, texts
from reviews.tracking.problems import Delayed
from reviews.tracking.shapes import Draft, Issue, Reach, Standing, Target
from reviews.tracking.web import Door, Through
from wellarch import clock

_FIELDS = "status,updated"
_PAGE = 100
_PAGES = 50
# Jira's three kinds of status, whatever a status is called.
_STAGES = {"new": "new", "indeterminate": "active", "done": "done"}


class _Jira:
    """What both have in common."""

    is_coarse = False
    version = ""

    def __init__(self, target: Target, reach: Reach, through: Through | None = None) -> None:
        self._target = target
        self._browse = f"{target.base_url.rstrip('/')}/browse"
        self._door = Door(
            base_url=target.base_url,
            headers={"Authorization": self._authorization(target)},
            reach=reach,
            secret=target.secret,
            through=through,
        )

    def _authorization(self, target: Target) -> str:
        raise NotImplementedError

    def _text(self, draft: Draft) -> Any:
        raise NotImplementedError

    def _found(self, jql: str, fields: str) -> Iterator[dict[str, Any]]:
        raise NotImplementedError

    @property
    def _type(self) -> str:
        return self._target.issue_type or "Task"

    def standing(self) -> Standing:
        """Who we are, whether we may make issues in the project, and of this type."""
        me = _object(self._ask("GET", "/myself").data)
        asked = {"projectKey": self._target.project, "permissions": "CREATE_ISSUES,EDIT_ISSUES"}
        found = _object(_object(self._ask("GET", "/mypermissions", query=asked).data))
        allowed = _object(found.get("permissions"))
        problems = []
        if not _object(allowed.get("CREATE_ISSUES")).get("havePermission"):
            problems.append(_("This account may not make issues in the project."))
        if not _object(allowed.get("EDIT_ISSUES")).get("havePermission"):
            problems.append(_("This account may not edit issues in the project."))
        project = _object(self._ask("GET", f"/project/{quote(self._target.project)}").data)
        types = [str(_object(each).get("name", "")) for each in _list(project.get("issueTypes"))]
        if types and self._type.lower() not in map(str.lower, types):
            text = _("The project has no issue type “%(type)s”. It has: %(list)s.")
            problems.append(text % {"type": self._type, "list": ", ".join(types)})
        return Standing(str(me.get("displayName") or me.get("name") or ""), tuple(problems))

    def find(self, marker: str, since: datetime) -> Issue | None:
        """Searched by its word, which nothing else holds; what is found must hold it."""
        word = texts.marker_word(marker)
        jql = f"project = {_quoted(self._target.project)} AND description ~ {_quoted(word)}"
        for found in self._found(jql, f"{_FIELDS},description"):
            if word in str(_object(found.get("fields")).get("description")):
                return self._issue(found)
        return None

    def create(self, draft: Draft) -> Issue:
        """A new issue; Jira answers with its key only, so it is read afterwards."""
        fields: dict[str, Any] = {
            "project": {"key": self._target.project},
            "issuetype": {"name": self._type},
            "summary": draft.title,
            "description": self._text(draft),
        }
        if self._target.labels:
            fields["labels"] = list(self._target.labels)
        made = _object(self._ask("POST", "/issue", body={"fields": fields}).data)
        key = str(made.get("key") or "")
        if not key:
            raise Delayed(_("The tracker gave an answer nobody can read."))
        return Issue(key, f"{self._browse}/{key}", "", "new")

    def write(self, key: str, draft: Draft) -> None:
        """Another title and text."""
        fields = {"summary": draft.title, "description": self._text(draft)}
        self._ask("PUT", f"/issue/{quote(key)}", body={"fields": fields})

    def read(self, key: str) -> Issue:
        """An issue as it is."""
        answer = self._ask("GET", f"/issue/{quote(key)}", query={"fields": _FIELDS})
        return self._issue(_object(answer.data))

    def turn(self, issue: Issue, state: str) -> Issue:
        """By the first transition the workflow offers to a status that means our state.

        A workflow that offers none leaves the issue where it is: that is for people there.
        """
        wanted = self._target.states
        if states.fits(state, issue.status, issue.stage, wanted, is_coarse=False):
            return issue
        path = f"/issue/{quote(issue.key)}/transitions"
        for found in _list(_object(self._ask("GET", path).data).get("transitions")):
            status, stage = _status(_object(_object(found).get("to")))
            if states.fits(state, status, stage, wanted, is_coarse=False):
                self._ask("POST", path, body={"transition": {"id": str(found.get("id"))}})
                return self.read(issue.key)
        return issue

    def changed(self, since: datetime) -> Iterator[Issue]:
        """By time of change. Jira understands minutes, and says times in the account's zone, so
        it is asked for the last so many minutes."""
        minutes = max(1, int((clock.now() - since).total_seconds() // 60) + 1)
        project = _quoted(self._target.project)
        jql = f'project = {project} AND updated >= "-{minutes}m" ORDER BY updated ASC'
        for found in self._found(jql, _FIELDS):
            yield self._issue(found)

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        return self._door.ask(method, f"/rest/api/{self.version}{path}", **more)

    def _issue(self, found: dict[str, Any]) -> Issue:
        key, fields = str(found.get("key") or ""), _object(found.get("fields"))
        if not key:
            raise Delayed(_("The tracker gave an answer nobody can read."))
        status, stage = _status(_object(fields.get("status")))
        moment = _moment(fields.get("updated"))
        return Issue(key, f"{self._browse}/{key}", status, stage, moment)


class JiraCloud(_Jira):
    """Jira Cloud: an account's e-mail and API token; texts are Atlassian documents."""

    version = "3"

    def _authorization(self, target: Target) -> str:
        pair = f"{target.account}:{target.secret}".encode()
        return f"Basic {base64.b64encode(pair).decode()}"

    def _text(self, draft: Draft) -> Any:
        return texts.adf(draft)

    def _found(self, jql: str, fields: str) -> Iterator[dict[str, Any]]:
        asked: dict[str, Any] = {"jql": jql, "fields": fields, "maxResults": _PAGE}
        for _turn in range(_PAGES):
            data = _object(self._ask("GET", "/search/jql", query=asked).data)
            yield from filter(None, map(_object, _list(data.get("issues"))))
            token = data.get("nextPageToken")
            if not token or data.get("isLast"):
                return
            asked["nextPageToken"] = token


class JiraServer(_Jira):
    """Jira Data Center and Server: a personal access token; texts are wiki markup."""

    version = "2"

    def _authorization(self, target: Target) -> str:
        return f"Bearer {target.secret}"

    def _text(self, draft: Draft) -> Any:
        return texts.wiki(draft)

    def _found(self, jql: str, fields: str) -> Iterator[dict[str, Any]]:
        start = 0
        for _turn in range(_PAGES):
            asked = {"jql": jql, "fields": fields, "maxResults": _PAGE, "startAt": start}
            data = _object(self._ask("GET", "/search", query=asked).data)
            found = [each for each in map(_object, _list(data.get("issues"))) if each]
            yield from found
            start += len(found)
            if not found or start >= int(data.get("total") or 0):
                return


def _status(found: dict[str, Any]) -> tuple[str, str]:
    """The name of a status and its stage."""
    kind = str(_object(found.get("statusCategory")).get("key") or "")
    return str(found.get("name") or "")[:100], _STAGES.get(kind, "new")


def _moment(value: Any) -> datetime | None:
    try:  # 2026-11-21T12:00:00.000+0100
        return datetime.strptime(str(value), "%Y-%m-%dT%H:%M:%S.%f%z")
    except ValueError:
        return None


def _quoted(text: str) -> str:
    """A text as JQL has it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
