"""Comments on a question: who may say what, who is told, what stays."""

from __future__ import annotations

import pytest

from reviews.models import Comment
from reviews.reads import discussion
from reviews.services import comments
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound
from wellarch.events.models import Event, Notice


@pytest.fixture
def say(actors, review):
    def write(actor=actors.cleo, text="Which doors?", **more):
        return comments.write(actor, review.pk, "locks", text=text, **more)

    return write


def shown(actor, review):
    return discussion.build(actor, review.pk, "locks")


def test_a_comment_is_said_answered_and_read_in_its_thread(actors, review, say):
    first = say()
    say(actors.ben, "All of them.", parent=first.pk)
    (thread,) = shown(actors.vic, review).threads
    assert (thread.first.by, thread.first.html) == ("Cleo Example", "<p>Which doors?</p>\n")
    assert [reply.by for reply in thread.replies] == ["Ben Example"]


def test_who_is_mentioned_is_told_once_and_the_name_follows_them(actors, cast, review, say):
    said = say(text="Ask @ben example, and @Ben Example again. Not mail@Ada Example.")
    assert said.text.count(f"@{{{cast.ben.pk}}}") == 2
    notice = Notice.objects.get(kind="mention")
    assert notice.user == cast.ben
    assert "Ben Example" in notice.data["excerpt"]
    cast.ben.name = "Benjamin Example"
    cast.ben.save()
    assert "@Benjamin Example" in shown(actors.ada, review).threads[0].first.words
    comments.edit(actors.cleo, said.pk, text="Ask @Benjamin Example and @Ada Example.")
    assert [n.user for n in Notice.objects.order_by("created_at")] == [cast.ben, cast.ada]


def test_an_outsider_cannot_be_mentioned(cast, say):
    assert say(text="Ask @Oda Example.").text == "Ask @Oda Example."
    assert not Notice.objects.exists()


def test_only_its_author_edits_a_comment_and_an_admin_may_take_it_back(actors, say):
    said = say()
    with pytest.raises(Forbidden):
        comments.edit(actors.ben, said.pk, text="Mine.")
    with pytest.raises(Forbidden):
        comments.delete(actors.ben, said.pk)
    gone = comments.delete(actors.ada, said.pk)
    assert gone.text == ""
    with pytest.raises(Conflict):
        comments.edit(actors.cleo, said.pk, text="Again.")


def test_a_resolved_thread_opens_again_when_somebody_answers(actors, review, say):
    first = say()
    comments.resolve(actors.ben, first.pk)
    assert shown(actors.vic, review).open_count == 0
    say(text="One more thing.", parent=first.pk)
    assert shown(actors.vic, review).open_count == 1


def test_an_answer_is_not_resolved_alone_and_has_no_answers_of_its_own(actors, say):
    reply = say(parent=say().pk)
    with pytest.raises(Conflict):
        comments.resolve(actors.ben, reply.pk)
    with pytest.raises(NotFound):
        say(parent=reply.pk)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 5001])
def test_nothing_and_too_much_cannot_be_said(say, text):
    with pytest.raises(Invalid):
        say(text=text)


def test_a_comment_may_be_about_one_choice_of_the_question_only(actors, review, say):
    assert say(choice="locks_key").choice_key == "locks_key"
    assert shown(actors.vic, review).threads[0].choice == "A key"
    with pytest.raises(Invalid):
        say(choice="keys_safe")


def test_viewers_read_and_outsiders_see_nothing(actors, review, say):
    said = say()
    for act in (
        lambda who: say(who),
        lambda who: comments.edit(who, said.pk, text="No."),
        lambda who: comments.delete(who, said.pk),
        lambda who: comments.resolve(who, said.pk),
    ):
        with pytest.raises(Forbidden):
            act(actors.vic)
        with pytest.raises(NotFound):
            act(actors.oda)
    assert Comment.objects.get().text == "Which doors?"


def test_words_never_become_markup_and_never_land_in_the_log(actors, review, say):
    say(text="<script>alert(1)</script> [x](javascript:alert(1)) **bold** # no heading")
    html = shown(actors.vic, review).threads[0].first.html
    assert "<script>" not in html
    assert "javascript:" not in html.replace("[x](javascript:alert(1))", "")
    assert "<strong>bold</strong>" in html
    event = Event.objects.get(verb="comment.written")
    assert event.changes == {"text": {"hidden": True}}


def test_the_room_shows_saves_and_folds_it_with_and_without_the_script(client_of, cast, review):
    address = f"/reviews/{review.pk}/questions/locks/discussion/"
    client = client_of(cast.cleo)
    assert client.post(address, {"text": "Hello"})["Location"] == address
    part = client.post(address, {"text": ""}, headers={"HX-Request": "true"}).content.decode()
    assert "Write something." in part
    assert "Hello" in part
    page = client_of(cast.vic).get(address).content.decode()
    assert "Hello" in page
    assert "<textarea" not in page


def test_a_mention_typed_by_number_names_nobody_from_elsewhere(actors, cast, review, say):
    """Numbers can be guessed: they must not tell the names of everybody on the server."""
    said = say(text=f"Who is @{{{cast.oda.pk}}}? And @{{{cast.ben.pk}}}?")
    (thread,) = shown(actors.vic, review).threads
    assert "Oda" not in thread.first.words
    assert "@Ben Example" in thread.first.words
    comments.edit(actors.cleo, said.pk, text=f"Then who is @{{{cast.oda.pk}}}?")
    assert "Oda" not in shown(actors.vic, review).threads[0].first.words
