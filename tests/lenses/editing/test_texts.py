"""What stands in a field of the editor says the value, the whole value and nothing else."""

from __future__ import annotations

import pytest

from lenses.editing.texts import Kind, meant, shown

LINK = {"displayText": "The guide", "url": "https://example.com/a"}

SAID = [
    (Kind.LINE, "Locks", "Locks"),
    (Kind.TEXT, "Two\nlines ", "Two\nlines "),
    (Kind.LINES, ["A dog", "A lock"], "A dog\nA lock"),
    (Kind.LINKS, [LINK, {"url": "http://x.example"}, {"displayText": "See the wiki"}],
     "The guide https://example.com/a\nhttp://x.example\nSee the wiki"),
    (Kind.PRINCIPLES, [{"name": "Least", "example": "A role\neach"}, {"name": "Depth"}],
     "Least\nA role\neach\n\nDepth"),
    (Kind.MATURITY, [{"name": "Manual", "description": "By hand.", "examples": ["Mail", "Chat"]},
                     {"name": "Automatic"}],
     "Manual\nBy hand.\n- Mail\n- Chat\n\nAutomatic"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "text"), SAID)
def test_a_value_and_its_text_lead_to_each_other(kind, value, text):
    assert shown(kind, value) == text
    assert meant(kind, text) == value


@pytest.mark.parametrize("kind", Kind)
def test_nothing_is_an_empty_field_and_an_empty_field_is_nothing(kind):
    assert shown(kind, None) == ""
    assert meant(kind, " \r\n ") is None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.LINE, 7),
        (Kind.LINES, ["one\ntwo"]),
        (Kind.LINES, [""]),
        (Kind.LINES, "no list"),
        (Kind.LINKS, [LINK | {"owner": "platform"}]),
        (Kind.LINKS, [{"displayText": "ends like", "url": "wiki"}]),
        (Kind.PRINCIPLES, [{"name": "Two", "example": "para\n\ngraphs"}]),
        (Kind.MATURITY, [{"name": "One", "description": "- a list"}]),
        (Kind.MATURITY, [{"name": "One", "examples": "no list"}]),
    ],
)
def test_what_a_field_would_lose_is_left_to_the_source(kind, value):
    assert shown(kind, value) is None


def test_a_principle_written_as_its_name_alone_can_be_edited():
    assert shown(Kind.PRINCIPLES, ["Defence in depth"]) == "Defence in depth"


def test_lines_of_windows_are_lines_and_blank_ones_between_do_not_count():
    assert meant(Kind.LINES, " A dog \r\n\r\nA lock\r\n") == ["A dog", "A lock"]
    assert meant(Kind.TEXT, "a\r\nb") == "a\nb"
