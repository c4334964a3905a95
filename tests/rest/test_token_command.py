"""`manage.py token create` prints a token and nothing else."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from wellarch.accounts.models import Token
from wellarch.accounts.tenancy import organizations
from wellarch.events.models import Event


def create(*arguments: str) -> str:
    out, err = StringIO(), StringIO()
    call_command("token", "create", *arguments, stdout=out, stderr=err)
    assert not err.getvalue()
    return out.getvalue()


def test_it_prints_a_token_that_works(cast):
    printed = create("ben@example.com", "--scope", "write", "--name", "pipeline")
    clear = printed.rstrip("\n")
    assert printed == f"{clear}\n"
    me = APIClient().get("/api/v1/me/", HTTP_AUTHORIZATION=f"Bearer {clear}").json()
    assert (me["user"]["email"], me["role"], me["scope"]) == (
        "ben@example.com",
        "architect",
        "write",
    )
    token = Token.objects.get()
    assert token.name == "pipeline"
    assert clear not in str(vars(token))
    assert Event.objects.get(verb="token.created").via == "command"


def test_it_only_reads_unless_told_otherwise(cast):
    create("ADA@example.com ")
    assert Token.objects.get().scope == "read"


def test_an_unknown_person_is_an_error(cast):
    with pytest.raises(CommandError, match=r"nobody@example\.com"):
        create("nobody@example.com")


def test_an_unknown_scope_is_an_error(cast):
    with pytest.raises(CommandError, match="invalid choice"):
        create("ada@example.com", "--scope", "root")


def test_members_of_two_organizations_say_which(cast):
    organizations.found(cast.ada, name="Second")
    with pytest.raises(CommandError, match="northwind, second"):
        create("ada@example.com")
    create("ada@example.com", "--organization", "second")
    assert Token.objects.get().organization.slug == "second"
    with pytest.raises(CommandError, match="third"):
        create("ada@example.com", "--organization", "third")


def test_it_may_be_restricted_to_workloads_and_end(cast, workload):
    create("ben@example.com", "--workload", str(workload.pk), "--days", "30")
    token = Token.objects.get()
    assert token.workloads == {workload.pk}
    assert token.expires_at
    with pytest.raises(CommandError, match="does not exist"):
        create("oda@example.com", "--workload", str(workload.pk))
    with pytest.raises(CommandError, match="not the id"):
        create("ben@example.com", "--workload", "all")
