"""login, logout, whoami: where a token is kept, and whom it is shown to."""

from __future__ import annotations

import json
import stat

import pytest
import requests

from tests.cli.conftest import URL, token_of
from wellarch.cli import keeping, server


def kept(folder):
    return json.loads((folder / "login.json").read_text())


def test_a_token_from_standard_input_is_checked_and_kept_for_its_owner_alone(run, cast, folder):
    token = token_of(cast.ben)
    done = run("login", URL, "--token-stdin", stdin=f"{token}\n")
    assert done.exit_code == 0, done.output
    assert "Ben Example (ben@example.com), architect of Northwind" in done.output
    assert kept(folder) == {"url": URL, "token": token}
    assert stat.S_IMODE((folder / "login.json").stat().st_mode) == 0o600
    assert token not in done.output
    assert "Ben Example" in run("whoami").output


def test_a_pipe_without_the_option_is_read_as_well(run, cast, folder):
    assert run("login", URL, stdin=token_of(cast.ben)).exit_code == 0
    assert kept(folder)["url"] == URL


def test_a_second_login_replaces_the_first_and_stays_private(run, cast, folder):
    run("login", URL, stdin=token_of(cast.ben))
    (folder / "login.json").chmod(0o644)
    run("login", URL, stdin=token_of(cast.vic))
    assert "Vic Example" in run("whoami").output
    assert stat.S_IMODE((folder / "login.json").stat().st_mode) == 0o600


def test_a_wrong_token_is_refused_and_not_kept(run, cast, folder):
    done = run("login", URL, stdin="wa_wrong")
    assert done.exit_code == 3
    assert "unknown, expired or revoked" in done.stderr
    assert "wellarch login URL" in done.stderr
    assert not (folder / "login.json").exists()


def test_an_empty_input_is_no_token(run, cast, inside):
    done = run("login", URL, "--token-stdin", stdin="\n")
    assert done.exit_code == 3
    assert "no token" in done.stderr
    assert inside.asked == []


def test_logout_forgets_it(run, cast, folder):
    run("login", URL, stdin=token_of(cast.ben))
    assert run("logout").output == "Signed out.\n"
    assert not (folder / "login.json").exists()
    assert run("logout").output == "Nobody was signed in.\n"
    done = run("whoami")
    assert done.exit_code == 3
    assert "wellarch login" in done.stderr


def test_the_environment_wins_over_what_is_kept(run, cast):
    run("login", URL, stdin=token_of(cast.ben))
    assert "Vic Example" in run("whoami", token=token_of(cast.vic)).output


def test_a_kept_token_never_goes_to_another_server(run, cast, inside, monkeypatch):
    run("login", URL, stdin=token_of(cast.ben))
    inside.asked.clear()
    monkeypatch.setenv(keeping.URL_VARIABLE, "https://elsewhere.example")
    done = run("whoami")
    assert done.exit_code == 3
    assert "wellarch login https://elsewhere.example" in done.stderr
    assert inside.asked == []


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("https://reviews.example.com/", "https://reviews.example.com"),
        ("https://reviews.example.com/api/v1/", "https://reviews.example.com"),
        ("reviews.example.com", "https://reviews.example.com"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("https://example.com/wellarch", "https://example.com/wellarch"),
    ],
)
def test_an_address_may_be_given_as_people_copy_it(given, meant):
    assert keeping.address(given) == meant


@pytest.mark.parametrize("given", ["ftp://x", "https://", "https://a:b@x", "https://x/?a=b"])
def test_what_is_no_address_is_refused(run, given):
    assert run("login", given, stdin="t").exit_code == 3


def test_a_warning_comes_before_a_token_travels_unencrypted(run, cast, folder):
    done = run("login", "http://testserver", stdin=token_of(cast.ben))
    assert "not encrypted" in done.stderr
    assert not keeping.travels_in_the_clear("http://localhost:8000")


def test_a_broken_file_says_what_to_do(run, folder):
    folder.mkdir()
    (folder / "login.json").write_text("{")
    done = run("whoami")
    assert done.exit_code == 3
    assert "wellarch login" in done.stderr


def test_whoami_for_programs(run, cast):
    found = json.loads(run("whoami", "--json", token=token_of(cast.vic, "read")).stdout)
    assert (found["url"], found["role"], found["scope"]) == (URL, "viewer", "read")


def test_a_netrc_does_not_replace_the_token(run, cast, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine testserver login oda password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert run("whoami", token=token_of(cast.ben)).exit_code == 0


def test_proxies_and_certificates_of_the_environment_are_used(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/our-ca.pem")
    session = server.connect()
    how = session.merge_environment_settings(URL, {}, None, None, None)
    assert how["proxies"]["https"] == "http://proxy.example:3128"
    assert how["verify"] == "/etc/our-ca.pem"
    assert isinstance(session, requests.Session)
