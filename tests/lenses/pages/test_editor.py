"""Editing a lens in the browser: every element has a page, saved in whole or field by field."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from lenses.models import LensVersion
from lenses.services import drafts

EDIT = "/lenses/small/edit/"
LOCKS = f"{EDIT}questions/locks/"
KEY = "questions/locks/choices/locks_key"


@pytest.fixture
def draft(actors, small_lens):
    return drafts.open(actors.ada, "small")


@pytest.fixture
def browser(client_of, cast, draft):
    return client_of(cast.ada)


def document() -> dict:
    return LensVersion.objects.get(lens__alias="small", status="draft").document


def question(number: int = 0) -> dict:
    return document()["pillars"][0]["questions"][number]


def whole(page) -> dict[str, str]:
    """What a browser without a script would send of the page's form."""
    form = page.text[
        page.text.index('id="fields"') : page.text.index("</form>", page.text.index('id="fields"'))
    ]
    sent = {
        name: unescape(value)
        for name, value in re.findall(
            r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.S
        )
    }
    sent |= {
        name: unescape(value)
        for name, value in re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', form)
    }
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        sent[name] = re.search(r'value="([^"]*)" selected', options)[1]
    return {unescape(name): value for name, value in sent.items()}


def save(browser, url=LOCKS, base="0", **fields):
    """One change as the script sends it."""
    sent = {"base_revision": base} | fields.pop("texts", {}) | fields
    return browser.post(url, sent, headers={"hx-request": "true"})


@pytest.mark.parametrize("at", ["", "pillars/doors/", "questions/locks/"])
def test_every_element_has_a_page_with_the_whole_outline(browser, at):
    page = browser.get(EDIT + at)
    assert page.status_code == 200
    for title in ("Doors", "How do you lock the doors?", "How do you protect the glass?"):
        assert title in page.text


def test_a_choice_is_on_the_page_of_its_question(browser):
    page = browser.get(f"{EDIT}{KEY}/")
    assert page.headers["location"] == f"{LOCKS}#p-{KEY}"


def test_a_lens_without_a_draft_offers_to_begin_one(client_of, cast, small_lens):
    browser = client_of(cast.ben)
    assert "Begin a draft" in browser.get(EDIT).text
    page = browser.post(f"{EDIT}begin/", follow=True)
    assert page.redirect_chain[-1][0] == EDIT


def test_one_field_is_saved_and_the_parts_that_follow_come_back(browser):
    page = save(browser, texts={"questions/locks#title": "How do you lock up?"})
    assert page.status_code == 200
    assert question()["title"] == "How do you lock up?"
    assert 'id="revision" name="base_revision" value="1"' in page.text
    assert "How do you lock up?" in page.text[page.text.index("o-pillars/doors") :]


def test_lists_links_and_parts_of_links_are_saved_as_the_format_has_them(browser):
    save(
        browser,
        texts={
            "questions/locks#evidence": "A photo\r\n\r\nA receipt",
            f"{KEY}#improvementPlan.url": "https://example.com/locks",
            f"{KEY}#additionalResources.HELPFUL_RESOURCE": "More https://example.com/more",
            f"{KEY}#riskIfAbsent": "high",
        },
    )
    saved = question()
    assert saved["evidence"] == ["A photo", "A receipt"]
    choice = saved["choices"][0]
    assert choice["improvementPlan"] == {
        "displayText": "Buy a lock.", "url": "https://example.com/locks"
    }  # fmt: skip
    assert choice["additionalResources"] == [
        {"type": "HELPFUL_RESOURCE",
         "content": [{"displayText": "More", "url": "https://example.com/more"}]}
    ]  # fmt: skip
    assert choice["riskIfAbsent"] == "high"


def test_a_form_without_a_script_changes_only_what_was_touched(browser, actors):
    sent = whole(browser.get(LOCKS))
    title = {"op": "set", "at": "questions/locks", "field": "title", "value": "Ben's title"}
    drafts.edit(actors.ben, "small", operation=title, base_revision=None)
    sent[f"{KEY}#title"] = "Ada's key"
    page = browser.post(LOCKS, sent, follow=True)
    assert "Saved." in page.text
    assert question()["title"] == "Ben's title"
    assert question()["choices"][0]["title"] == "Ada's key"


def test_the_same_field_changed_twice_shows_both_and_the_choice_is_stored(browser, actors):
    sent = whole(browser.get(LOCKS))
    title = {"op": "set", "at": "questions/locks", "field": "title", "value": "Ben's title"}
    drafts.edit(actors.ben, "small", operation=title, base_revision=None)
    page = browser.post(LOCKS, sent | {"questions/locks#title": "Ada's title"})
    assert page.status_code == 409
    assert "Ben Okafor changed the same thing" in page.text or "changed the same thing" in page.text
    assert "<mark>" in page.text
    again = whole(page) | {"keep.questions/locks#title": "mine"}
    assert again["questions/locks#title"] == "Ada's title"
    browser.post(LOCKS, again)
    assert question()["title"] == "Ada's title"


def test_with_the_script_a_conflict_comes_as_a_part_of_the_page(browser, actors):
    title = {"op": "set", "at": "questions/locks", "field": "title", "value": "Ben's title"}
    drafts.edit(actors.ben, "small", operation=title, base_revision=None)
    page = save(browser, texts={"questions/locks#title": "Ada's title"})
    assert page.status_code == 409
    assert 'data-clash="questions/locks#title"' in page.text
    assert question()["title"] == "Ben's title"


def test_what_one_person_typed_is_not_saved_as_another(browser):
    assert save(browser, person="7.8", texts={"questions/locks#title": "X"}).status_code == 401
    assert question()["title"] == "How do you lock the doors?"


def test_problems_stand_at_the_field_in_the_list_and_in_the_outline(browser):
    url = f"{KEY}#improvementPlan.url"
    page = save(browser, texts={url: "ftp://example.com"})
    assert f'data-field="f-{KEY}:improvementPlan.url"' in page.text
    assert "is no http or https address" in page.text
    whole_page = browser.get(LOCKS).text
    assert f'id="f-{KEY}:improvementPlan.url-flaws"><li class="editor-flaw' in whole_page


def test_a_page_does_not_say_that_all_is_well_when_errors_are_inside(browser, actors):
    broken = {"op": "set", "at": "questions/locks/rules/0", "field": "condition", "value": "nobody"}
    drafts.edit(actors.ada, "small", operation=broken)
    pages = {EDIT: "In its pillars and questions:", f"{EDIT}pillars/doors/": "In its questions:"}
    for url, words in pages.items():
        answer = browser.get(url)
        page = answer.context["page"]
        assert (page.counts.errors, page.below.errors) == (0, 1)
        assert words in answer.text
    page = browser.get(LOCKS).context["page"]
    assert (page.counts.errors, page.below.errors) == (1, 0)


def press(browser, do, **more):
    return browser.post(f"{EDIT}change/", {"do": do, "here": "questions/locks"} | more)


def test_elements_are_added_duplicated_moved_renamed_and_removed(browser):
    page = press(browser, "add question pillars/doors", title="Who has a key?")
    assert page.headers["location"].startswith(f"{EDIT}questions/who_has_a_key/?after=1")
    press(browser, "move questions/who_has_a_key 0")
    assert question()["id"] == "who_has_a_key"
    press(browser, "down questions/who_has_a_key 0")
    assert question()["id"] == "locks"
    press(browser, "up questions/who_has_a_key 1")
    assert question()["id"] == "who_has_a_key"
    press(browser, "duplicate questions/who_has_a_key")
    press(
        browser, "into questions/who_has_a_key", **{"to.questions/who_has_a_key": "pillars/windows"}
    )
    assert [each["id"] for each in document()["pillars"][1]["questions"]][-1] == "who_has_a_key"
    press(browser, "rename questions/who_has_a_key", **{"id.questions/who_has_a_key": "holders"})
    assert document()["pillars"][1]["questions"][-1]["id"] == "holders"
    page = press(browser, "remove questions/holders")
    assert "did=remove-question" in page.headers["location"]
    assert "holders" not in json.dumps(document())


def test_undo_after_a_removal_restores_it_exactly(browser):
    before = document()
    page = press(browser, f"remove {KEY}", here="questions/locks")
    toast = browser.get(page.headers["location"]).text
    assert "The practice was removed." in toast
    browser.post(f"{EDIT}undo/", {"here": "questions/locks"})
    assert document() == before
    browser.post(f"{EDIT}redo/", {"here": "questions/locks"})
    assert document() != before


def test_a_move_that_the_page_shows_already_brings_only_the_parts(browser):
    sent = {"do": f"move {KEY} 2", "here": "questions/locks", "quiet": "1"}
    page = browser.post(f"{EDIT}change/", sent, headers={"hx-request": "true"})
    assert page.status_code == 200
    assert 'id="outline" hx-swap-oob="innerHTML"' in page.text
    assert [each["id"] for each in question()["choices"]][2] == "locks_key"


def test_a_button_nobody_made_changes_nothing(browser):
    before = document()
    assert press(browser, "explode questions/locks").status_code == 302
    assert press(browser, "move questions/locks x").status_code == 302
    assert document() == before


def test_a_draft_is_given_up_after_a_question(browser):
    assert "Discard the draft of Small lens?" in browser.get(f"{EDIT}discard/").text
    browser.post(f"{EDIT}discard/")
    assert not LensVersion.objects.filter(status="draft").exists()


def test_a_field_with_an_error_says_so_to_screen_readers(browser):
    save(browser, texts={"questions/locks#code": "A" * 40})
    page = browser.get(LOCKS).text
    control = page[page.index('name="questions/locks#code"') :].partition(">")[0]
    assert 'aria-invalid="true"' in control
    assert 'aria-describedby="f-questions/locks:code-help f-questions/locks:code-flaws"' in control
