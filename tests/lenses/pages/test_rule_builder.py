"""The rule builder through its door: checked as typed, changed by buttons, saved."""

import pytest

from lenses.models import DraftEdit, LensVersion
from lenses.services import drafts

URL = "/lenses/small/edit/questions/locks/rules/"
HTMX = {"HX-Request": "true"}
LADDER = [
    ("locks_key && locks_bolt", "NO_RISK", "0"),
    ("locks_key || locks_dog", "MEDIUM_RISK", "1"),
]


@pytest.fixture
def draft(actors, small_lens):
    return drafts.open(actors.ben, "small")


@pytest.fixture
def author(client_of, cast, draft):
    return client_of(cast.ben)


def form(rows=LADDER, do="check", otherwise="HIGH_RISK", **more):
    conditions, risks, places = zip(*rows, strict=True) if rows else ((), (), ())
    return {
        "condition": conditions,
        "risk": risks,
        "place": places,
        "otherwise": otherwise,
        "otherwise-place": "2",
        "do": do,
        **more,
    }


def stored(draft):
    document = LensVersion.objects.get(pk=draft.pk).document
    rules = document["pillars"][0]["questions"][0]["riskRules"]
    return [(rule["condition"], rule["risk"]) for rule in rules]


def said(answer):
    return " ".join(answer.content.decode().split())


def test_the_page_says_what_the_stored_rules_do(author):
    text = said(author.get(URL))
    assert "How do you lock the doors?" in text
    assert "A and B" in text
    assert "8 possible answers" in text
    assert "from nothing" in text


def test_a_check_looks_at_what_is_typed_and_stores_nothing(author, draft):
    rows = [("locks_key", "NO_RISK", "0")]
    answer = author.post(URL, form(rows), headers=HTMX)
    text = said(answer)
    assert 'id="truth" hx-swap-oob="true"' in text
    assert "<html" not in text
    assert "No rule names <" not in text
    assert "No rule names B, C: selecting them changes no risk." in text
    assert stored(draft)[0] == ("locks_key && locks_bolt", "NO_RISK")


def test_a_condition_that_cannot_be_read_is_marked_where_and_the_view_waits(author):
    rows = [LADDER[0], ("locks_key || locks_cat", "MEDIUM_RISK", "1")]
    text = said(author.post(URL, form(rows), headers=HTMX))
    assert "<mark>locks_cat</mark>" in text
    assert "which is no choice of this question" in text
    assert "Rule 2 cannot be read yet." in text
    assert 'id="truth"' not in text  # the one on the page stays


def test_a_condition_that_ends_too_early_is_marked_at_its_end(author):
    text = said(author.post(URL, form([("locks_key &&", "NO_RISK", "")]), headers=HTMX))
    assert "locks_key &amp;&amp;<mark>…</mark>" in text


def test_a_rule_that_never_decides_says_which_one_settles_it(author):
    rows = [("locks_key || locks_bolt", "NO_RISK", ""), ("locks_key", "MEDIUM_RISK", "")]
    text = said(author.post(URL, form(rows), headers=HTMX))
    assert "Never decides: rule 1 settles what it applies to." in text


def test_an_answer_is_tried_on_the_rules_as_typed(author):
    data = form([("locks_dog", "NO_RISK", "0")], tick=["locks_dog"])
    assert "Rule 1 decides." in said(author.post(URL, data, headers=HTMX))
    data = form([("locks_dog", "NO_RISK", "0")], tick=["locks_key"])
    assert "“otherwise” decides" in said(author.post(URL, data, headers=HTMX))


def test_saving_changes_only_the_rule_that_was_changed(author, draft):
    rows = [LADDER[0], ("locks_dog", "MEDIUM_RISK", "1")]
    assert author.post(URL, form(rows, do="save")).status_code == 302
    assert stored(draft) == [
        ("locks_key && locks_bolt", "NO_RISK"),
        ("locks_dog", "MEDIUM_RISK"),
        ("default", "HIGH_RISK"),
    ]
    (edit,) = DraftEdit.objects.filter(version=draft)
    assert edit.operation["op"] == "set"
    assert edit.operation["at"] == "questions/locks/rules/1"


@pytest.mark.parametrize(
    ("rows", "otherwise", "expected"),
    [
        ([LADDER[1], LADDER[0]], "HIGH_RISK", ["locks_key || locks_dog",
                                               "locks_key && locks_bolt", "default"]),
        ([LADDER[1]], "HIGH_RISK", ["locks_key || locks_dog", "default"]),
        ([], "HIGH_RISK", ["default"]),
        (LADDER, "", ["locks_key && locks_bolt", "locks_key || locks_dog"]),
        ([("locks_bolt", "NO_RISK", ""), *LADDER], "LOW_RISK",
         ["locks_bolt", "locks_key && locks_bolt", "locks_key || locks_dog", "default"]),
        ([("locks_dog", "NO_RISK", "1"), ("locks_bolt", "LOW_RISK", "9"),
          ("locks_key", "LOW_RISK", "0")], "HIGH_RISK",
         ["locks_dog", "locks_bolt", "locks_key", "default"]),
    ],
)  # fmt: skip
def test_rows_are_stored_as_they_stand(author, draft, rows, otherwise, expected):
    author.post(URL, form(rows, do="save", otherwise=otherwise))
    assert [condition for condition, _risk in stored(draft)] == expected


def test_a_draft_may_hold_a_rule_with_an_error(author, draft):
    author.post(URL, form([("locks_key &&", "NO_RISK", "0")], do="save"))
    assert stored(draft)[0] == ("locks_key &&", "NO_RISK")
    assert "The condition ends where" in said(author.get(URL))


def test_two_authors_of_one_rule_meet_and_nothing_is_lost(author, actors, draft):
    theirs = {"op": "set", "at": "questions/locks/rules/0", "field": "condition",
              "value": "locks_bolt"}  # fmt: skip
    drafts.edit(actors.ada, "small", operation=theirs)
    rows = [("locks_dog", "NO_RISK", "0"), LADDER[1]]
    answer = author.post(URL, form(rows, do="save", base_revision="0"), headers=HTMX)
    assert answer.status_code == 409
    text = said(answer)
    assert "changed the same rules" in text
    assert "locks_bolt</dd>" in text
    assert "locks_dog</textarea>" in text
    assert stored(draft)[0] == ("locks_bolt", "NO_RISK")
    again = form(rows, do="save", base_revision="1")
    assert author.post(URL, again, headers=HTMX).status_code == 200
    assert stored(draft)[0] == ("locks_dog", "NO_RISK")


@pytest.mark.parametrize(
    ("do", "conditions"),
    [
        ("add", ["locks_key && locks_bolt", "locks_key || locks_dog", ""]),
        ("up 2", ["locks_key || locks_dog", "locks_key && locks_bolt"]),
        ("down 1", ["locks_key || locks_dog", "locks_key && locks_bolt"]),
        ("up 1", ["locks_key && locks_bolt", "locks_key || locks_dog"]),
        ("down 2", ["locks_key && locks_bolt", "locks_key || locks_dog"]),
        ("remove 1", ["locks_key || locks_dog"]),
        ("remove 9", ["locks_key && locks_bolt", "locks_key || locks_dog"]),
        ("start all-or-high", ["locks_key && locks_bolt && locks_dog"]),
        ("start nothing", ["locks_key && locks_bolt", "locks_key || locks_dog"]),
    ],
)
def test_a_button_changes_the_rows_without_a_script(author, draft, do, conditions):
    answer = author.post(URL, form(do=do))
    book = answer.context["book"]
    assert [row.rule.condition for row in book.rows] == conditions
    assert book.default.rule.risk == "HIGH_RISK"
    assert DraftEdit.objects.filter(version=draft).count() == 0


@pytest.mark.parametrize(
    ("how", "number", "picked", "condition"),
    [
        ("all", "", ["locks_key", "locks_dog"], "locks_key && locks_dog"),
        ("any", "", ["locks_key", "locks_dog"], "locks_key || locks_dog"),
        ("none", "", ["locks_key"], "!locks_key"),
        ("least", "2", ["locks_key", "locks_bolt", "locks_dog"],
         "locks_key && locks_bolt || locks_key && locks_dog || locks_bolt && locks_dog"),
    ],
)  # fmt: skip
def test_picked_choices_write_the_condition(author, how, number, picked, condition):
    more = {"form.1": how, "number.1": number, "pick.1": picked}
    answer = author.post(URL, form(do="write 1", **more))
    assert answer.context["book"].rows[0].rule.condition == condition


def test_nothing_picked_is_refused_and_the_rows_stay(author):
    answer = author.post(URL, form(do="write 1", **{"form.1": "all"}))
    assert answer.status_code == 422
    assert "Choose at least one practice." in said(answer)
    assert answer.context["book"].rows[0].rule.condition == "locks_key && locks_bolt"


def test_without_a_draft_there_is_nothing_to_write(client_of, cast, small_lens):
    assert client_of(cast.ben).get(URL).status_code == 409


def test_a_question_the_draft_has_not_is_not_found(author):
    assert author.get(URL.replace("locks", "cellar")).status_code == 404


def test_the_page_needs_as_few_queries_for_a_large_question(author, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        author.get(URL)
