"""A mapping somebody wrote: everything that is wrong is named at once, with its place."""

import copy

import pytest

from reviews import profiling

GOOD = {
    "format": 1,
    "at_most": 5,
    "questions": [
        {
            "id": "business",
            "title": "What is it?",
            "options": [
                {
                    "id": "shop",
                    "title": "A shop",
                    "pillars": [{"pillar": "reliability", "weight": 3, "why": "It sells."}],
                    "priorities": [{"questions": ["locks"], "lens": "small", "why": "Thieves."}],
                }
            ],
        }
    ],
}


def test_a_good_mapping_reads():
    reading = profiling.read(GOOD)
    assert reading.problems == ()
    assert reading.mapping.question("business").option("shop").priorities[0].lens == "small"


def changed(path, value):
    document = copy.deepcopy(GOOD)
    at = document
    *way, last = path
    for step in way:
        at = at[step]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return document


OPTION, AT = ("questions", 0, "options", 0), "/questions/0/options/0"


@pytest.mark.parametrize(
    ("path", "value", "pointer"),
    [
        (("format",), 2, "/format"),
        (("at_most",), 0, "/at_most"),
        (("at_most",), None, ""),
        (("questions",), [], "/questions"),
        (("questions", 0, "title"), "", "/questions/0/title"),
        (("questions", 0, "colour"), "red", "/questions/0/colour"),
        (("questions", 0, "choose"), "two", "/questions/0/choose"),
        ((*OPTION, "id"), "no blanks", f"{AT}/id"),
        ((*OPTION, "pillars", 0, "weight"), True, f"{AT}/pillars/0/weight"),
        ((*OPTION, "pillars", 0, "weight"), 101, f"{AT}/pillars/0/weight"),
        ((*OPTION, "pillars", 0, "why"), None, f"{AT}/pillars/0"),
        ((*OPTION, "priorities", 0, "questions"), [7], f"{AT}/priorities/0/questions/0"),
        ((*OPTION, "priorities"), "all", f"{AT}/priorities"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_where_it_stands(path, value, pointer):
    reading = profiling.read(changed(path, value))
    assert reading.mapping is None
    assert [problem.pointer for problem in reading.problems] == [pointer]


def test_everything_wrong_is_named_at_once():
    document = changed(("questions", 0, "title"), "")
    document["at_most"] = "many"
    assert len(profiling.read(document).problems) == 2


def test_the_same_question_or_option_twice_is_refused():
    document = copy.deepcopy(GOOD)
    document["questions"] *= 2
    assert [p.pointer for p in profiling.read(document).problems] == ["/questions/1/id"]


def test_a_text_is_refused_with_its_line():
    text = profiling.write(profiling.read(GOOD).mapping).replace("weight: 3", "weight: much")
    (problem,) = profiling.read(text).problems
    assert text.splitlines()[problem.line - 1].strip() == "weight: much"


@pytest.mark.parametrize("text", ["", "just words", "a: [", "[1, 2]"])
def test_a_text_that_is_no_mapping_is_refused(text):
    reading = profiling.read(text)
    assert reading.mapping is None
    assert reading.problems


def test_answers_are_checked_against_the_mapping():
    mapping = profiling.builtin()
    good, wrong = profiling.known_answers(mapping, {"data": ["secret", "personal"], "team": "new"})
    assert (good, wrong) == ({"data": ["personal", "secret"], "team": ["new"]}, {})
    _good, wrong = profiling.known_answers(
        mapping,
        {"business": ["e-commerce", "other"], "team": ["none"], "moon": ["full"], "money": 3},
    )
    assert set(wrong) == {"business", "team", "moon", "money"}
    assert profiling.known_answers(mapping, ["business"])[1]
