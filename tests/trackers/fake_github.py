"""GitHub Issues after its published interface, version 2022-11-28.

https://docs.github.com/rest/issues/issues
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from tests.trackers.fake_server import TOKEN, Asked, FakeTracker, Said

REPOSITORY = "northwind/payments"


class FakeGitHub(FakeTracker):
    """The repository northwind/payments of an Enterprise server, with a pull request in it."""

    page = 2  # issues of one page, few, so that there are several

    def __init__(self, certificate: tuple[str, str]) -> None:
        super().__init__(certificate)
        self.repository: dict[str, Any] = {
            "full_name": REPOSITORY, "has_issues": True, "archived": False,
            "permissions": {"admin": False, "push": True, "triage": True, "pull": True},
        }  # fmt: skip
        pull = {"title": "A change", "body": "", "state": "open", "pull_request": {"url": "…"}}
        self.issues.append(pull)
        self.touch(0)

    @property
    def made(self) -> list[dict[str, Any]]:
        """The issues without the pull request."""
        return self.issues[1:]

    def put(self, number: int, state: str, reason: str | None = None) -> None:
        """Somebody closes or opens an issue."""
        self.issues[number - 1] |= {"state": state, "state_reason": reason}
        self.touch(number - 1)

    def answer(self, asked: Asked) -> Said:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Said(401, {"message": "Bad credentials"})
        if asked.headers.get("x-github-api-version") != "2022-11-28":
            return Said(400, {"message": "Unsupported version"})
        path = asked.path.removeprefix("/api/v3")
        if path == "/user":
            return Said(200, {"login": "robot"})
        if path == f"/repos/{REPOSITORY}":
            return Said(200, self.repository)
        if path == f"/repos/{REPOSITORY}/issues":
            return self._create(asked.body) if asked.method == "POST" else self._list(asked)
        if match := re.fullmatch(rf"/repos/{REPOSITORY}/issues/(\d+)", path):
            return self._one(asked, int(match[1]))
        return Said(404, {"message": "Not Found"})

    def _create(self, body: dict[str, Any]) -> Said:
        if not body.get("title"):
            error = {"resource": "Issue", "code": "missing_field", "field": "title"}
            return Said(422, {"message": "Validation Failed", "errors": [error]})
        self.issues.append({**body, "state": "open", "state_reason": None})
        number = len(self.issues)
        self.touch(number - 1)
        return Said(201, self._shown(number))

    def _one(self, asked: Asked, number: int) -> Said:
        if number > len(self.issues):
            return Said(404, {"message": "Not Found"})
        if self.issues[number - 1].get("deleted"):
            return Said(410, {"message": "This issue was deleted"})
        if asked.method == "PATCH":
            self.issues[number - 1] |= asked.body
            self.touch(number - 1)
        return Said(200, self._shown(number))

    def _list(self, asked: Asked) -> Said:
        since = datetime.fromisoformat(asked.query["since"])
        numbers = [
            n for n in range(1, len(self.issues) + 1)
            if self.changed[n - 1].replace(microsecond=0) >= since
        ]  # fmt: skip
        if asked.query["sort"] == "updated":
            numbers.sort(key=lambda n: self.changed[n - 1])
        if asked.query["direction"] == "desc":
            numbers.reverse()
        page = int(asked.query["page"])
        found = numbers[(page - 1) * self.page : page * self.page]
        headers = {}
        if page * self.page < len(numbers):
            there = f"{self.address}{asked.path}"
            headers["Link"] = f'<{there}?per_page=2&page={page + 1}>; rel="next"'
        return Said(200, [self._shown(n) for n in found], headers)

    def _shown(self, number: int) -> dict[str, Any]:
        issue = self.issues[number - 1]
        changed = self.changed[number - 1].astimezone(UTC)
        return {
            "number": number,
            "html_url": f"{self.address}/{REPOSITORY}/issues/{number}",
            "updated_at": changed.strftime("%Y-%m-%dT%H:%M:%SZ"),
            **issue,
        }
