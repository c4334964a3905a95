"""Reading a place: files inside their folder only, HTTPS with everything checked."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import pytest

from lenses.fetching import Allowed, Refused, fetch
from wellarch.outbound import is_reachable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inside" / "deep").mkdir(parents=True)
    (tmp_path / "secret.yaml").write_text("secret")
    return tmp_path / "inside"


@pytest.fixture
def rules(folder: Path) -> Allowed:
    return Allowed({"standards": folder}, (), frozenset(), "", 5, 1000)


def why(place: str, rules: Allowed, **more: str) -> str:
    """The sentence of the refusal."""
    with pytest.raises(Refused) as refused:
        fetch(place, rules, **more)
    return refused.value.message


# --- Files -------------------------------------------------------------------------------------


def test_a_file_is_read_also_through_links_inside_its_folder(folder, rules):
    (folder / "deep" / "a.yaml").write_text("name: A")
    (folder / "link.yaml").symlink_to("deep/a.yaml")
    (folder / "short").symlink_to("deep")
    for place in ("standards/deep/a.yaml", "standards/link.yaml", "standards/short/a.yaml"):
        assert fetch(place, rules).content == b"name: A"


def test_a_link_that_leads_out_of_the_folder_is_not_followed(folder, rules):
    (folder / "link.yaml").symlink_to("../secret.yaml")
    (folder / "up").symlink_to("..")
    assert "leads out" in why("standards/link.yaml", rules)
    assert "leads out" in why("standards/up/secret.yaml", rules)


def test_a_link_swapped_in_after_the_look_is_not_followed(folder, rules, monkeypatch):
    (folder / "deep" / "secret.yaml").write_text("harmless")
    resolve = Path.resolve

    def swap(path: Path, strict: bool = False) -> Path:
        found = resolve(path, strict=strict)
        if found.name == "secret.yaml" and not (folder / "deep").is_symlink():
            (folder / "deep").rename(folder / "aside")
            (folder / "deep").symlink_to("..")
        return found

    monkeypatch.setattr(Path, "resolve", swap)
    assert "cannot be read" in why("standards/deep/secret.yaml", rules)


def test_only_regular_files_of_bounded_size_are_read(folder, rules):
    os.mkfifo(folder / "pipe.yaml")
    (folder / "folder.yaml").mkdir()
    (folder / "large.yaml").write_bytes(b"x" * 1001)
    (folder / "loop.yaml").symlink_to("loop.yaml")
    assert why("standards/pipe.yaml", rules) == "This is not a file."
    assert why("standards/folder.yaml", rules) == "This is not a file."
    assert "too large" in why("standards/large.yaml", rules)
    assert why("standards/missing.yaml", rules) == "There is no such file."
    assert why("standards/loop.yaml", rules)


def test_a_folder_that_is_gone_is_said(rules, folder):
    gone = replace(rules, roots={"standards": folder / "gone"})
    assert "not there" in why("standards/a.yaml", gone)


# --- Web ---------------------------------------------------------------------------------------


def test_a_document_comes_with_its_etag_and_not_twice(web, open_to):
    web.say("/lenses/a.yaml", b"name: A", ETag='"one"')
    place = f"{web.address}/lenses/a.yaml"
    first = fetch(place, open_to)
    assert (first.content, first.etag) == (b"name: A", '"one"')
    again = fetch(place, open_to, etag=first.etag)
    assert (again.content, again.etag) == (None, '"one"')
    assert [headers.get("If-None-Match") for _path, headers in web.asked] == [None, '"one"']


def test_an_etag_that_could_break_a_header_is_not_kept(web, open_to):
    web.say("/lenses/a.yaml", b"name: A", ETag='"one" and more')
    assert fetch(f"{web.address}/lenses/a.yaml", open_to).etag == ""


def test_a_redirect_is_followed_below_the_allowed_prefix_only(web, open_to):
    web.say("/lenses/a.yaml", status=302, Location="b.yaml")
    web.say("/lenses/b.yaml", b"name: B")
    web.say("/lenses/out.yaml", status=302, Location="/secret.yaml")
    web.say("/lenses/plain.yaml", status=302, Location="http://localhost/lenses/b.yaml")
    web.say("/lenses/file.yaml", status=302, Location="file:///etc/passwd")
    web.say("/lenses/round.yaml", status=302, Location="round.yaml")
    web.say("/secret.yaml", b"secret")
    assert fetch(f"{web.address}/lenses/a.yaml", open_to).content == b"name: B"
    for path in ("out", "plain", "file"):
        assert "not allowed" in why(f"{web.address}/lenses/{path}.yaml", open_to)
    assert "too often" in why(f"{web.address}/lenses/round.yaml", open_to)
    assert "/secret.yaml" not in [path for path, _headers in web.asked]


def test_a_redirect_never_turns_into_a_file(web, open_to, folder, rules):
    (folder / "a.yaml").write_text("name: A")
    web.say("/lenses/a.yaml", status=302, Location="standards/a.yaml")
    both = replace(open_to, roots=rules.roots)
    assert "answered 404" in why(f"{web.address}/lenses/a.yaml", both)


def test_a_certificate_nobody_trusts_ends_it(web, open_to):
    web.say("/lenses/a.yaml", b"name: A")
    assert "not trusted" in why(f"{web.address}/lenses/a.yaml", replace(open_to, ca_file=""))
    assert web.asked == []


def test_a_certificate_of_another_name_ends_it(web, open_to):
    other = replace(
        open_to,
        prefixes=(f"https://127.0.0.1:{web.port}/",),
        private_hosts=frozenset({"127.0.0.1"}),
    )
    assert "not trusted" in why(f"https://127.0.0.1:{web.port}/lenses/a.yaml", other)
    assert web.asked == []


def test_a_private_address_is_refused_before_anything_is_sent(web, open_to):
    closed = replace(open_to, private_hosts=frozenset())
    assert "own network" in why(f"{web.address}/lenses/a.yaml", closed)
    assert web.asked == []


def test_the_address_that_was_looked_at_is_the_one_that_is_connected_to(open_to, monkeypatch):
    """A name that leads elsewhere when it is asked for a second time gains nothing."""
    asked: list[str] = []
    connected: list[tuple[str, int]] = []

    def resolve(host: str, port: int, **more: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))]

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    rules = replace(open_to, prefixes=("https://git.example.com/",), private_hosts=frozenset())
    assert "cannot be reached" in why("https://git.example.com/a.yaml", rules)
    assert asked == ["git.example.com"]
    assert connected == [("93.184.216.34", 443)]


def test_size_is_limited_whatever_the_server_says(web, open_to):
    web.say("/lenses/large.yaml", b"x" * 1001)
    web.say("/lenses/liar.yaml", b"x" * 5, Content_Length="500")
    web.say("/lenses/packed.yaml", b"x", Content_Encoding="gzip")
    assert "too large" in why(f"{web.address}/lenses/large.yaml", open_to)
    assert "nobody can read" in why(f"{web.address}/lenses/liar.yaml", open_to)
    assert "packed" in why(f"{web.address}/lenses/packed.yaml", open_to)


def test_time_is_limited(web, open_to):
    web.say("/lenses/a.yaml", b"name: A")
    assert "too long" in why(f"{web.address}/lenses/a.yaml", replace(open_to, timeout=0))


@pytest.mark.parametrize(
    ("status", "words"), [(401, "not open"), (403, "not open"), (404, "404"), (500, "500")]
)
def test_other_answers_are_said_with_their_number(web, open_to, status, words):
    web.say("/lenses/a.yaml", status=status)
    assert words in why(f"{web.address}/lenses/a.yaml", open_to)


def test_an_unknown_host_is_said(open_to, monkeypatch):
    def resolve(*args: object, **more: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    rules = replace(open_to, prefixes=("https://nowhere.invalid/",))
    assert "not known" in why("https://nowhere.invalid/a.yaml", rules)


@pytest.mark.parametrize(
    ("address", "always", "if_allowed"),
    [
        ("93.184.216.34", True, True),
        ("2606:2800:220:1::1", True, True),
        ("10.0.0.1", False, True),
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("fd00::1", False, True),
        ("100.64.0.1", False, False),
        ("169.254.169.254", False, False),
        ("fe80::1", False, False),
        ("0.0.0.0", False, False),
        ("224.0.0.1", False, False),
        ("255.255.255.255", False, True),
        ("::ffff:10.0.0.1", False, True),
        ("::ffff:169.254.169.254", False, False),
        ("64:ff9b::a9fe:a9fe", False, False),
        ("64:ff9b::5db8:d822", True, True),
        ("2002:a9fe:a9fe::1", False, False),
    ],
)
def test_which_addresses_can_be_reached(address, always, if_allowed):
    found = ip_address(address)
    assert is_reachable(found) is always
    assert is_reachable(found, may_be_private=True) is if_allowed
