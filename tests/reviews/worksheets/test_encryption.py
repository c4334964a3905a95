"""Encryption decisions beside the framework."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.telling import words
from reviews.worksheets import encryption_words, starting
from reviews.worksheets.content import Content, Row
from reviews.worksheets.encryption import CELLS, KIND, framework, work_out

TODAY = date(2026, 11, 21)
# Seed 000, section 3, "Encryption Decision Framework", as it is printed.
PRINTED = """\
| PII | AES-256 (KMS CMK) | TLS 1.3 | Customer-managed key, auto-rotation |
| Financial | AES-256 (KMS CMK) | TLS 1.3 | Customer-managed key, HSM-backed |
| Application config | SSE-S3 | TLS 1.2+ | AWS-managed key |
| Logs | SSE-S3 | TLS 1.2+ | AWS-managed key |
| Backups | AES-256 (KMS CMK) | TLS 1.2+ | Customer-managed key |"""
TABLE = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in PRINTED.split("\n")]

AT_REST = {
    "None": 0, "not encrypted": 0, "SSE-S3": 1, "AES-256 (SSE-S3)": 1, "SSE-KMS, aws/s3": 1,
    "AWS-managed key": 1, "AES-256": (1, 2), "KMS": (1, 2), "SSE-KMS": (1, 2), "encrypted": (1, 2),
    "AES-256 (KMS CMK)": 2, "sse-kms with a customer-managed key": 2, "CMEK": 2,
    "No CMK yet": None, "CMK planned": None, "rot13": None, "SSE-S3 until the CMK is there": None,
}  # fmt: skip
IN_TRANSIT = {
    "None": 0, "HTTP": 0, "SSLv3": 1, "SSL": (1, 3), "TLS 1.2.": 2,
    "TLS 1.0": 1, "TLS 1.1": 1, "TLS 1.2": 2, "TLS 1.2+": 2,
    "TLSv1.2": 2, "TLS 1.2 or 1.3": 2, "TLS 1.0 to 1.3": 1, "TLS 1.3": 3, "mTLS, TLS 1.3": 3,
    "TLS": (1, 3), "HTTPS": (1, 3), "VPN": None, "TLS 1.3, never 1.0": None, "1.3": None,
}  # fmt: skip
KEYS = {
    "None": 0, "AWS-managed key": 1, "AWS-owned": 1, "Customer-managed key": 2, "KMS": (1, 3),
    "CMK, rotated yearly": (2, 3), "Customer-managed key, auto-rotation": 3,
    "CMK with automatic rotation": 3, "Customer-managed key, HSM-backed": 4, "CloudHSM": 4,
    "Customer-managed, not HSM-backed": None, "a key": None,
}  # fmt: skip
WORDS = [
    (column, text, wanted)
    for column, texts in zip(CELLS, (AT_REST, IN_TRANSIT, KEYS), strict=True)
    for text, wanted in texts.items()
]


def sheet(**values):
    common = dict(zip(("data", *CELLS), TABLE[0], strict=True))
    return Content("encryption", {}, (Row(1, "classes", {**common, **values}),))


def marks(outcome):
    return [(mark.column, words(mark.text)) for mark in outcome.marks]


def test_a_new_sheet_begins_with_every_cell_the_seed_prints():
    rows = starting.content("encryption").table("classes")
    assert [tuple(row.text(key) for key in ("data", *CELLS)) for row in rows] == TABLE
    assert [(each.name, *(each.wanted[key] for key in CELLS)) for each in framework()] == TABLE


def test_every_cell_of_the_framework_is_understood_to_one_strength():
    for each in framework():
        for key in CELLS:
            found = encryption_words.read(key, each.wanted[key])
            assert found is not None
            assert found.least == found.most


def test_the_framework_meets_itself():
    found = work_out(starting.content("encryption"), TODAY)
    assert found.marks == ()
    assert "framework-met" in found.facts


@pytest.mark.parametrize(("column", "text", "wanted"), WORDS)
def test_what_people_write_has_a_strength_or_is_not_understood(column, text, wanted):
    found = encryption_words.read(column, text)
    if wanted is None:
        assert found is None
    else:
        least, most = wanted if isinstance(wanted, tuple) else (wanted, wanted)
        assert (found.least, found.most) == (least, most)


def test_what_is_weaker_is_marked_as_below():
    found = work_out(
        sheet(at_rest="SSE-S3", in_transit="TLS 1.2+", keys="Customer-managed key"), TODAY
    )
    assert marks(found) == [
        ("at_rest", "Below the framework, which asks for AES-256 (KMS CMK)."),
        ("in_transit", "Below the framework, which asks for TLS 1.3."),
        ("keys", "Below the framework, which asks for Customer-managed key, auto-rotation."),
    ]
    assert found.facts == {"filled", "decided"}


def test_what_does_not_say_enough_or_is_not_understood_is_never_called_below():
    found = work_out(sheet(at_rest="AES-256", in_transit="IPsec", keys="HSM-backed"), TODAY)
    assert marks(found) == [
        ("at_rest", "Cannot tell whether “AES-256” is as strong as AES-256 (KMS CMK)."),
        ("in_transit", "Cannot tell whether “IPsec” is as strong as TLS 1.3."),
    ]
    assert {mark.tone for mark in found.marks} == {"warn"}


def test_a_class_the_framework_does_not_know_asks_what_it_is_like():
    strange = sheet(data="Telemetry", at_rest="None")
    assert marks(work_out(strange, TODAY)) == [
        ("data", "Decide which class of the framework it is like.")
    ]
    like_logs = sheet(data="Telemetry", at_rest="None", like="logs")
    assert marks(work_out(like_logs, TODAY)) == [
        ("at_rest", "Below the framework, which asks for SSE-S3.")
    ]
    assert marks(work_out(sheet(data="Telemetry", like="none"), TODAY)) == []


@pytest.mark.parametrize("name", ["pii", "Personal data", "  PERSONAL-DATA "])
def test_other_words_for_a_class_are_known(name):
    assert work_out(sheet(data=name), TODAY).details.decisions[0].standard.key == "pii"


def test_what_is_not_decided_is_marked():
    assert marks(work_out(sheet(keys=""), TODAY)) == [
        ("keys", "Not decided; the framework asks for Customer-managed key, auto-rotation.")
    ]


def test_an_improvement_says_what_instead_of_what():
    content = sheet(at_rest="SSE-S3", keys="")
    texts = KIND.improvement(content, content.rows[0], TODAY)
    assert words(texts["title"]) == "PII: encrypt as the framework asks"
    assert [words(line) for line in texts["recommendation"]] == [
        "- At rest: AES-256 (KMS CMK) instead of SSE-S3",
        "- Key management: Customer-managed key, auto-rotation instead of nothing that is decided",
    ]


@given(st.sampled_from(CELLS), st.text(max_size=60))
def test_any_text_is_read_or_not_understood_and_never_refused(column, text):
    found = encryption_words.read(column, text)
    assert found is None or 0 <= found.least <= found.most <= 4


@given(st.sampled_from(range(5)), st.sampled_from(CELLS), st.text(max_size=40))
def test_nothing_that_is_not_understood_is_called_below(which, column, text):
    data = TABLE[which][0]
    found = work_out(sheet(data=data, **{column: text}), TODAY)
    if encryption_words.read(column, " ".join(text.split())) is None:
        cell = next(c for c in found.details.decisions[0].cells if c.key == column)
        assert cell.state in ("unclear", "undecided")
