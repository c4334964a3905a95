"""Reading If-Match and If-None-Match."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from wellarch.rest.etags import etag, parse_if_match, unchanged, weak


@pytest.mark.parametrize(
    ("header", "revision"),
    [
        (None, None),
        ("*", None),
        ('"0"', 0),
        ('"12"', 12),
        (' "12" ', 12),
        ('"3", "12"', 12),
        ('"12-20261121"', 12),
    ],
)
def test_if_match_names_a_revision_or_any(header, revision):
    assert parse_if_match(header) == revision


@pytest.mark.parametrize("header", ["", "12", 'W/"12"', '"x"', '"-1"', '"3", "x"', '"9' + "9" * 30])
def test_other_tags_were_never_given(header):
    with pytest.raises(ValueError):  # noqa: PT011
        parse_if_match(header)


@pytest.mark.parametrize(
    ("header", "same"),
    [("", False), ("*", True), ('"5"', True), ('W/"5"', True), ('"4", "5"', True), ('"4"', False)],
)
def test_if_none_match_compares_weakly(header, same):
    request = RequestFactory().get("/", headers={"If-None-Match": header})
    assert unchanged(request, etag(5)) is same
    assert unchanged(request, weak(5)) is same
