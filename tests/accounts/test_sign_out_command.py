"""Who runs the server can sign people out."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.conftest import PASSWORD


def signed_in(person) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert client.get("/account/").status_code == 200
    return client


def test_one_person_is_signed_out_everywhere_and_nobody_else(cast, capsys):
    here, there, other = signed_in(cast.ada), signed_in(cast.ada), signed_in(cast.ben)
    call_command("sign_out", " Ada@Example.com ")
    assert [client.get("/account/").status_code for client in (here, there, other)] == [
        302,
        302,
        200,
    ]
    assert "2 sessions ended" in capsys.readouterr().out


def test_everybody_is_signed_out(cast):
    people = [signed_in(cast.ada), signed_in(cast.ben)]
    call_command("sign_out", everybody=True)
    assert [client.get("/account/").status_code for client in people] == [302, 302]


def test_an_unknown_address_is_told(db):
    with pytest.raises(CommandError, match="Nobody"):
        call_command("sign_out", "nobody@example.com")
