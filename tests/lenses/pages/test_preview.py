"""A lens tried out as reviewers will see it: nothing is stored, errors stand in their place."""

import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenses.compiled import compile_lens
from lenses.document import read
from lenses.models import LensVersion
from lenses.reads.trial_answers import answers_of, coded
from lenses.reads.trial_lens import trial_lens
from lenses.rules import Selection
from lenses.services import drafts
from reviews.models import Answer
from tests.builders import SMALL_LENS
from tests.lenses.properties import quick

LOCKS = "/lenses/small/preview/locks/"


@pytest.fixture
def reviewer(client_of, cast, small_lens):
    return client_of(cast.ben)


def said(answer):
    return " ".join(answer.content.decode().split())


def tick(client, question="locks", **more):
    url = f"/lenses/small/preview/{question}/"
    return client.get(url, {"answered": "1", **more}, follow=True)


def broken(question=0, **changes):
    document = deepcopy(SMALL_LENS)
    document["pillars"][0]["questions"][question] |= changes
    return document


def test_a_question_is_shown_as_reviewers_see_it(reviewer):
    text = said(reviewer.get(LOCKS))
    assert "How do you lock the doors?" in text
    assert "Think of every door." in text
    assert "Unanswered" in text
    assert "Update based on answers" in text


def test_none_of_these_has_no_details_to_open(reviewer):
    assert reviewer.get(LOCKS).text.count('class="choice__more"') == 3


def test_ticking_shows_the_risk_why_and_what_to_improve(reviewer):
    answer = tick(reviewer, s=["locks_dog"])
    tried = answer.context["tried"]
    assert tried.risk == "medium"
    assert tried.rule.written == "locks_key || locks_dog"
    assert [(path.risk, path.choices) for path in tried.paths] == [("none", ("A key", "A bolt"))]
    assert [choice.title for choice in tried.plan] == ["A key", "A bolt"]
    assert "Buy a lock." in said(answer)


def test_every_answer_stands_in_the_address_and_nothing_is_stored(reviewer):
    answer = tick(reviewer, s=["locks_key", "locks_bolt"])
    assert answer.redirect_chain[-1][0] == f"{LOCKS}?version=1&a=1.3"
    answer = tick(reviewer, "keys", s=["keys_no"], a="1.3")
    assert answer.redirect_chain[-1][0].endswith("a=1.3~2.2")
    assert answer.context["preview"].counts[0] == ("high", 1)
    assert Answer.objects.count() == 0


def test_what_does_not_apply_counts_as_it_does_in_a_review(reviewer):
    tried = tick(reviewer, s=["locks_key"], n=["locks_bolt"]).context["tried"]
    assert tried.risk == "none"
    assert tried.plan == ()


def test_none_of_these_gives_way_to_a_practice(reviewer):
    tried = tick(reviewer, s=["locks_key", "locks_no"]).context["tried"]
    assert [each.choice.id for each in tried.choices if each.is_selected] == ["locks_key"]


def test_an_address_that_says_nonsense_is_an_empty_answer(reviewer):
    answer = reviewer.get(LOCKS, {"a": "1.zz~99.1~1~~.1.2.3~0.1"})
    assert answer.status_code == 200
    assert answer.context["preview"].answers == {}


def test_with_the_script_only_what_changed_comes_and_the_address_follows(reviewer):
    query = {"answered": "1", "s": "locks_dog", "a": ""}
    answer = reviewer.get(LOCKS, query, headers={"HX-Request": "true"})
    assert answer["HX-Replace-Url"] == f"{LOCKS}?version=1&a=1.4"
    assert 'id="preview-risk" hx-swap-oob="innerHTML"' in said(answer)
    assert "<html" not in said(answer)


def test_the_overview_is_the_improvement_plan_of_all_answers_worst_first(reviewer):
    answer = reviewer.get("/lenses/small/preview/", {"a": "1.4~2.2~3.1"})
    plan = answer.context["preview"].to_do
    assert [(each.question.id, each.risk) for each in plan] == [
        ("keys", "high"), ("locks", "medium"), ("glass", "low"),
    ]  # fmt: skip
    text = said(answer)
    assert text.index("Buy a safe.") < text.index("Buy a lock.") < text.index("Mount bars.")


def test_without_answers_the_overview_says_what_to_do(reviewer):
    assert "Answer questions as a reviewer would" in said(reviewer.get("/lenses/small/preview/"))


def test_the_draft_is_tried_before_what_is_published(reviewer, actors):
    drafts.open(actors.ben, "small")
    change = {"op": "set", "at": "questions/locks", "field": "title", "value": "Locked?"}
    drafts.edit(actors.ben, "small", operation=change)
    assert "Locked?" in said(reviewer.get(LOCKS))
    assert "Locked?" not in said(reviewer.get(LOCKS, {"version": "1"}))
    assert reviewer.get(LOCKS, {"version": "9"}).status_code == 404


def test_a_question_with_errors_says_so_and_the_others_are_tried(reviewer, actors):
    draft = drafts.open(actors.ben, "small")
    rules = [{"condition": "locks_key &&", "risk": "NO_RISK"}]
    LensVersion.objects.filter(pk=draft.pk).update(document=broken(riskRules=rules))
    text = said(reviewer.get("/lenses/small/preview/locks/"))
    assert "This question cannot be tried yet" in text
    assert "The condition ends where a choice id should follow." in text
    assert tick(reviewer, "keys", s=["keys_safe"]).context["tried"].risk == "none"
    assert "Has errors" in said(reviewer.get("/lenses/small/preview/"))


def test_the_editor_leads_to_every_faulty_question_and_each_leads_back(reviewer, actors):
    draft = drafts.open(actors.ben, "small")
    document = broken(riskRules=[{"condition": "nobody", "risk": "NO_RISK"}])
    document["pillars"][0]["questions"][1] |= {"id": "locks", "choices": []}
    document["pillars"][1]["questions"][0]["riskRules"] = [{"condition": "default", "risk": "?"}]
    LensVersion.objects.filter(pk=draft.pk).update(document=document)
    for key in ("locks", "glass"):
        assert f"/lenses/small/preview/{key}/" in said(
            reviewer.get(f"/lenses/small/edit/questions/{key}/")
        )
        text = said(reviewer.get(f"/lenses/small/preview/{key}/", {"version": "draft"}))
        assert "This question cannot be tried yet" in text
        assert text.count(f'href="/lenses/small/edit/questions/{key}/"') == 2
    second = said(reviewer.get("/lenses/small/preview/question-1-2/"))
    home = "/lenses/small/edit/pillars/doors/questions/@1/"
    assert f'href="{home}"' in second
    assert reviewer.get(home).status_code == 200


def test_a_question_that_somebody_took_out_of_the_draft_leads_to_the_overview(reviewer, actors):
    drafts.open(actors.ben, "small")
    drafts.edit(actors.ben, "small", operation={"op": "remove", "at": "questions/locks"})
    answer = reviewer.get(LOCKS, {"version": "draft"})
    assert (answer.status_code, answer["Location"]) == (302, "/lenses/small/preview/?version=draft")


def test_a_draft_without_questions_says_why_it_cannot_be_tried(reviewer, actors):
    draft = drafts.open(actors.ben, "small")
    LensVersion.objects.filter(pk=draft.pk).update(document={**SMALL_LENS, "pillars": []})
    answer = reviewer.get("/lenses/small/preview/")
    assert "This draft cannot be tried yet" in said(answer)
    assert "The lens has no pillars." in said(answer)
    assert reviewer.get(LOCKS).status_code == 302


def test_a_question_that_is_not_there_is_not_found(reviewer):
    assert reviewer.get("/lenses/small/preview/cellar/").status_code == 404
    assert tick(reviewer, "cellar", s=["x"]).status_code == 404


def test_a_page_costs_the_same_however_many_answers_there_are(
    reviewer, django_assert_max_num_queries
):
    reviewer.get(LOCKS)
    with django_assert_max_num_queries(9):
        reviewer.get(LOCKS, {"a": "1.1~2.1~3.1"})


# ---- documents with errors -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"riskRules": [{"condition": "nobody", "risk": "NO_RISK"}]},
        {"riskRules": [{"condition": "default", "risk": "AWFUL"}]},
        {"choices": []},
        {"id": ""},
        {"id": "keys"},
        {"id": "a b"},
        {"choices": [{"id": "x", "title": "X"}, {"id": "x", "title": "X"}]},
    ],
)
def test_whatever_is_wrong_with_a_question_the_others_stay(changes):
    trial = trial_lens(broken(**changes))
    assert trial.content
    assert "glass" in trial.content.questions
    assert len(trial.content) == 3
    assert list(trial.faults) in (["locks"], ["question-1-1"], ["question-1-2"])
    assert trial.problems == ()


@pytest.mark.parametrize("changes", [{"name": ""}, {"name": None}])
def test_what_is_wrong_with_the_lens_itself_is_told_apart(changes):
    trial = trial_lens({**SMALL_LENS, **changes})
    assert trial.content
    assert trial.faults == {}
    assert trial.problems


def test_an_id_that_is_too_long_leaves_the_others_to_be_tried():
    trial = trial_lens(broken(id="x" * 500))
    assert trial.content
    assert list(trial.faults) == ["question-1-1"]


def test_a_pillar_without_an_id_keeps_its_questions():
    document = deepcopy(SMALL_LENS)
    document["pillars"][1]["id"] = ""
    trial = trial_lens(document)
    assert trial.content
    assert "glass" in trial.content.questions
    assert trial.problems


@quick
@given(st.data())
def test_no_document_breaks_the_preview(data):
    """Any value anywhere: something is tried, or the errors say why not."""
    document = json.loads(json.dumps(SMALL_LENS))
    spots = [document, document["pillars"][0], document["pillars"][0]["questions"][0]]
    spot = data.draw(st.sampled_from(spots))
    junk = st.one_of(st.none(), st.integers(), st.text(max_size=5), st.lists(st.none(), max_size=2))
    spot[data.draw(st.sampled_from(sorted(spot)))] = data.draw(junk)
    trial = trial_lens(document)
    assert trial.content or trial.problems or trial.faults


# ---- answers in an address -----------------------------------------------------------------------


@quick
@given(st.sets(st.integers(0, 3)), st.sets(st.integers(0, 2)))
def test_an_answer_is_read_from_the_address_as_it_was_written(chosen, aside):
    lens = compile_lens(read(SMALL_LENS).lens)
    question = lens.questions["locks"]
    ids = [choice.id for choice in question.choices]
    wanted = Selection(frozenset(ids[n] for n in chosen), frozenset(ids[n] for n in aside - chosen))
    state = coded(question, wanted)
    assert answers_of(lens, state).get("locks", Selection()) == wanted
