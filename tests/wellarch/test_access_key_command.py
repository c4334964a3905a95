"""`manage.py access_key create` prints an access key as JSON and nothing else."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.aws.bridge import Bridge
from wellarch.accounts.credentials import access_keys
from wellarch.accounts.models import AccessKey
from wellarch.events.models import Event


def create(*arguments: str) -> dict[str, str]:
    out, err = StringIO(), StringIO()
    call_command("access_key", "create", *arguments, stdout=out, stderr=err)
    assert not err.getvalue()
    return json.loads(out.getvalue())


def test_it_prints_a_key_that_works(cast):
    printed = create("BEN@example.com ", "--name", "pipeline")
    aws = Bridge(printed["AccessKeyId"], printed["SecretAccessKey"]).client()
    assert aws.list_workloads()["WorkloadSummaries"] == []
    key = AccessKey.objects.get()
    assert (key.name, key.user, key.scope) == ("pipeline", cast.ben, "write")
    assert printed["AccountId"] == cast.northwind.number
    assert printed["SecretAccessKey"] not in str(vars(key))
    assert Event.objects.get(verb="access_key.created").via == "command"


def test_its_scope_may_be_said(cast):
    assert create("ada@example.com", "--scope", "read")["Scope"] == "read"
    with pytest.raises(CommandError, match="invalid choice"):
        create("ada@example.com", "--scope", "root")


def test_an_unknown_person_and_too_many_keys_are_errors(cast):
    with pytest.raises(CommandError, match=r"nobody@example\.com"):
        create("nobody@example.com")
    with pytest.raises(CommandError, match="no member of elsewhere"):
        create("ben@example.com", "--organization", "elsewhere")
    for _key in range(access_keys.MAX_ACTIVE):
        create("ben@example.com")
    with pytest.raises(CommandError, match="access keys already"):
        create("ben@example.com")
