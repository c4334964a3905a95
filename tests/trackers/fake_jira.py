"""Jira after its published interfaces: version 3 (Cloud) and 2 (Data Center, Server).

https://developer.atlassian.com/cloud/jira/platform/rest/v3/
https://docs.atlassian.com/software/jira/docs/api/REST/
"""

from __future__ import annotations

import base64
import re
from typing import Any

from tests.trackers.fake_server import TOKEN, Asked, FakeTracker, Said
from wellarch import clock

ACCOUNT = "robot@example.com"
STATUSES = {
    "To Do": ("1", "new"),
    "In Progress": ("2", "indeterminate"),
    "In Review": ("3", "indeterminate"),
    "Done": ("4", "done"),
    "Won't do": ("5", "done"),
}
_TIME = "%Y-%m-%dT%H:%M:%S.000%z"


class FakeJira(FakeTracker):
    """The project PAY. version: "3" for Cloud, "2" for Server."""

    page = 2  # issues of one page, few, so that there are several

    def __init__(self, certificate: tuple[str, str], version: str = "3") -> None:
        super().__init__(certificate)
        self.version = version
        self.may_create = True

    def put(self, key: str, status: str) -> None:
        """Somebody moves an issue."""
        for number, issue in enumerate(self.issues):
            if issue["key"] == key:
                issue["status"] = status
                self.touch(number)

    def answer(self, asked: Asked) -> Said:
        if not self._is_known(asked):
            return Said(401, {"errorMessages": ["You are not authenticated."], "errors": {}})
        base = f"/rest/api/{self.version}"
        path = asked.path.removeprefix(base)
        if path == asked.path:
            return Said(404, {"errorMessages": ["Not found"]})
        if path == "/myself":
            return Said(200, {"displayName": "Robot", "emailAddress": ACCOUNT})
        if path == "/mypermissions":
            allowed = {"havePermission": self.may_create}
            names = asked.query["permissions"].split(",")
            return Said(200, {"permissions": dict.fromkeys(names, allowed)})
        if path == "/project/PAY":
            return Said(200, {"key": "PAY", "issueTypes": [{"name": "Task"}, {"name": "Bug"}]})
        if path == "/issue" and asked.method == "POST":
            return self._create(asked.body["fields"])
        if path == ("/search/jql" if self.version == "3" else "/search"):
            return self._search(asked)
        if match := re.fullmatch(r"/issue/(PAY-\d+)(/transitions)?", path):
            return self._one(asked, match[1], is_transition=bool(match[2]))
        return Said(404, {"errorMessages": ["Not found"]})

    def _is_known(self, asked: Asked) -> bool:
        right = f"Bearer {TOKEN}"
        if self.version == "3":
            right = f"Basic {base64.b64encode(f'{ACCOUNT}:{TOKEN}'.encode()).decode()}"
        return asked.headers.get("authorization") == right

    def _wrong(self, fields: dict[str, Any]) -> dict[str, str]:
        """What Jira says of each field it does not take."""
        found = {}
        if "project" in fields and fields["project"] != {"key": "PAY"}:
            found["project"] = "valid project is required"
        if "issuetype" in fields and fields["issuetype"]["name"] not in ("Task", "Bug"):
            found["issuetype"] = "Specify a valid issue type"
        title = fields["summary"]
        if not title or len(title) > 255 or "\n" in title:
            found["summary"] = "Summary must be one line of at most 255 characters."
        text = fields["description"]
        is_right = is_adf(text) if self.version == "3" else isinstance(text, str)
        if not is_right:
            found["description"] = "Operation value must be an Atlassian Document"
        return found

    def _create(self, fields: dict[str, Any]) -> Said:
        if wrong := self._wrong(fields):
            return Said(400, {"errorMessages": [], "errors": wrong})
        number = len(self.issues)
        key = f"PAY-{number + 1}"
        self.issues.append({"key": key, "fields": fields, "status": "To Do"})
        self.touch(number)
        return Said(201, {"id": str(10_000 + number), "key": key, "self": "…"})

    def _one(self, asked: Asked, key: str, *, is_transition: bool) -> Said:
        number = int(key.partition("-")[2]) - 1
        if number >= len(self.issues) or self.issues[number].get("deleted"):
            return Said(404, {"errorMessages": ["Issue does not exist"], "errors": {}})
        issue = self.issues[number]
        if is_transition and asked.method == "GET":
            offered = [
                {"id": number_of, "name": f"To {name}", "to": _status(name)}
                for name, (number_of, _kind) in STATUSES.items()
                if name != issue["status"]
            ]
            return Said(200, {"transitions": offered})
        if is_transition:
            wanted = asked.body["transition"]["id"]
            names = [name for name, (number_of, _kind) in STATUSES.items() if number_of == wanted]
            if not names:
                return Said(400, {"errorMessages": ["Transition id is not valid."]})
            self.put(key, names[0])
            return Said(204)
        if asked.method == "PUT":
            if wrong := self._wrong(asked.body["fields"]):
                return Said(400, {"errorMessages": [], "errors": wrong})
            issue["fields"] |= asked.body["fields"]
            self.touch(number)
            return Said(204)
        return Said(200, self._shown(number, asked.query["fields"]))

    def _shown(self, number: int, fields: str) -> dict[str, Any]:
        issue = self.issues[number]
        every = {
            "status": _status(issue["status"]),
            "updated": self.changed[number].strftime(_TIME),
            "description": issue["fields"]["description"],
        }
        return {
            "id": str(10_000 + number),
            "key": issue["key"],
            "fields": {name: every[name] for name in fields.split(",")},
        }

    def _search(self, asked: Asked) -> Said:
        jql = asked.query["jql"]
        if not jql.startswith('project = "PAY"'):
            return Said(400, {"errorMessages": ["The value does not exist for 'project'."]})
        numbers = [n for n, issue in enumerate(self.issues) if not issue.get("deleted")]
        if word := re.search(r'description ~ "(\w+)"', jql):
            numbers = [n for n in numbers if word[1] in str(self.issues[n]["fields"])]
        if last := re.search(r'updated >= "-(\d+)m"', jql):
            seconds = int(last[1]) * 60
            numbers = [
                n for n in numbers if (clock.now() - self.changed[n]).total_seconds() < seconds
            ]
            numbers.sort(key=self.changed.__getitem__)
        start = int(asked.query.get("startAt") or asked.query.get("nextPageToken") or 0)
        found = [self._shown(n, asked.query["fields"]) for n in numbers[start : start + self.page]]
        if self.version == "2":
            total = {"startAt": start, "maxResults": self.page, "total": len(numbers)}
            return Said(200, {**total, "issues": found})
        is_last = start + self.page >= len(numbers)
        token = {} if is_last else {"nextPageToken": str(start + self.page)}
        return Said(200, {"issues": found, "isLast": is_last, **token})


def is_adf(value: Any) -> bool:
    """Whether this is an Atlassian document as far as we write any."""
    if not isinstance(value, dict) or value.get("type") != "doc" or value.get("version") != 1:
        return False

    def is_node(node: Any) -> bool:
        if node.get("type") == "text":
            return bool(node["text"]) and "\n" not in node["text"]
        if node.get("type") == "hardBreak":
            return set(node) == {"type"}
        if node.get("type") == "heading" and node["attrs"]["level"] not in range(1, 7):
            return False
        return node.get("type") in ("paragraph", "heading") and all(map(is_node, node["content"]))

    return all(map(is_node, value["content"]))


def _status(name: str) -> dict[str, Any]:
    number, kind = STATUSES[name]
    return {"id": number, "name": name, "statusCategory": {"key": kind}}
