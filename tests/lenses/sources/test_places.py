"""Which places are allowed: below what the settings name, however an address is disguised."""

from pathlib import Path

import pytest

from lenses.fetching import Allowed, Refused, allowed, place_of

RULES = Allowed(
    roots={"standards": Path("/srv/standards")},
    prefixes=("https://git.example.com/lenses/", "https://one.example.com/only/this.yaml"),
    private_hosts=frozenset(),
    ca_file="",
    timeout=5,
    size=1000,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://git.example.com/lenses/a.yaml", "https://git.example.com/lenses/a.yaml"),
        ("HTTPS://Git.Example.COM:443/lenses/a.yaml", "https://git.example.com/lenses/a.yaml"),
        ("https://git.example.com/lenses/a?ref=x", "https://git.example.com/lenses/a?ref=x"),
        ("https://one.example.com/only/this.yaml", "https://one.example.com/only/this.yaml"),
        ("  standards/a/b.yaml ", "standards/a/b.yaml"),
    ],
)
def test_an_allowed_place_is_kept_in_one_form(typed, kept):
    assert place_of(typed, RULES).text == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "http://git.example.com/lenses/a.yaml",
        "file:///etc/passwd",
        "ftp://git.example.com/lenses/a.yaml",
        "https://git.example.com/lensesque/a.yaml",
        "https://git.example.com/",
        "https://git.example.com:8443/lenses/a.yaml",
        "https://git.example.com.evil.example/lenses/a.yaml",
        "https://git.example.com@evil.example/lenses/a.yaml",
        "https://me:secret@git.example.com/lenses/a.yaml",
        "https://git.example.com/lenses/../secret.yaml",
        "https://git.example.com/lenses/%2e%2e/secret.yaml",
        "https://git.example.com/lenses/..%2fsecret.yaml",
        "https://git.example.com\\@evil.example/lenses/a.yaml",
        "https://git.example.com/lenses/a b.yaml",
        "https://git.example.com/lenses/a.yaml\r\nHost: evil.example",
        "https://git.example.com/lenses/a.yaml#part",
        "https://git.example.com:port/lenses/a.yaml",
        "https://[::1/lenses/a.yaml",
        "https://gıt.example.com/lenses/a.yaml",
        "https://one.example.com/only/this.yaml.bak",
        "https://git.example.com/lenses/" + "a" * 2048,
        "standards",
        "standards/",
        "standards/../../etc/passwd.yaml",
        "standards/./a.yaml",
        "standards//a.yaml",
        "standards/.git/config.yaml",
        "standards/a.txt",
        "standards/a\n.yaml",
        "other/a.yaml",
        "/etc/passwd.yaml",
    ],
)
def test_everything_else_is_refused_with_a_sentence(typed):
    with pytest.raises(Refused) as refused:
        place_of(typed, RULES)
    assert refused.value.message.endswith((".", ":")) or "Allowed" in refused.value.message


def test_settings_allow_nothing_unless_they_say_so(settings):
    assert not allowed("northwind").is_anything


def test_settings_can_name_the_organizations_that_may(settings):
    settings.WELLARCH_SOURCE_URLS = ["https://git.example.com/lenses/"]
    assert allowed("northwind").is_anything
    settings.WELLARCH_SOURCE_ORGANIZATIONS = ["elsewhere"]
    assert allowed("elsewhere").is_anything
    assert not allowed("northwind").is_anything
