"""Between boto3 and Django's test client: nothing travels over a network, all else is real."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlsplit

import boto3
import botocore.session
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSPreparedRequest, AWSRequest, AWSResponse
from botocore.config import Config
from botocore.credentials import Credentials
from django.test import Client

from tests.aws import record, shapes

ENDPOINT = "http://testserver/aws"
REGION = "us-east-1"
# Reading the descriptions of a service takes longer than most tests: once per process.
_LOADER = botocore.session.get_session().get_component("data_loader")


class _Raw(io.BytesIO):
    """What botocore reads an answer from."""

    def stream(self, *args: Any, **kwargs: Any) -> Any:
        """All of it."""
        yield self.read()


class Bridge:
    """Sends requests signed with one access key to the door.

    test: the name of the test, for the table. raising: whether an error inside the door is one
    of the test.
    """

    def __init__(self, key_id: str, secret: str, *, test: str = "", raising: bool = True) -> None:
        self.key_id, self.secret, self.test = key_id, secret, test
        self.browser = Client(raise_request_exception=raising)

    def client(self, **config: Any) -> Any:
        """A boto3 client; config: of botocore."""
        inner = botocore.session.Session()
        inner.register_component("data_loader", _LOADER)
        session = boto3.Session(
            self.key_id, self.secret, region_name=REGION, botocore_session=inner
        )
        client = session.client(
            "wellarchitected",
            endpoint_url=ENDPOINT,
            config=Config(retries={"total_max_attempts": 1}, **config),
        )
        client.meta.events.register("before-send.wellarchitected", self._sent)
        return client

    def send(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        headers: dict[str, str] | None = None,
        region: str = REGION,
        operation: str = "",
    ) -> Any:
        """Django's response to a request nobody checked before it was signed and sent.

        path: percent-encoded, with its query, below the endpoint. operation: what it is a call
        of, if the answer shall be held against the model and stand in the table.
        """
        request = AWSRequest(method, ENDPOINT + path, headers=headers or {}, data=body)
        credentials = Credentials(self.key_id, self.secret)
        SigV4Auth(credentials, "wellarchitected", region).add_auth(request)
        response = self.deliver(request.prepare())
        if operation:
            record.note(operation, response, self.test)
            shapes.require(operation, response)
        return response

    def deliver(self, request: AWSPreparedRequest) -> Any:
        """Django's response to a request as it is."""
        url = urlsplit(request.url)
        headers = {
            str(name): value.decode() if isinstance(value, bytes) else str(value)
            for name, value in request.headers.items()
        }
        body = request.body or b""
        kind = headers.pop("Content-Type", "")
        headers.pop("Content-Length", None)
        return self.browser.generic(
            str(request.method),
            url.path,
            body.encode() if isinstance(body, str) else body,
            content_type=kind,
            QUERY_STRING=url.query,
            HTTP_HOST=url.netloc,
            headers=headers,
        )

    def _sent(self, request: AWSPreparedRequest, event_name: str, **_rest: Any) -> AWSResponse:
        operation = event_name.rsplit(".", 1)[-1]
        response = self.deliver(request)
        record.note(operation, response, self.test)
        shapes.require(operation, response)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return AWSResponse(request.url, response.status_code, headers, _Raw(response.content))
