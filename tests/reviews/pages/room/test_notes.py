"""Notes are Markdown: previewed while written, read as HTML that is safe."""

from __future__ import annotations

from tests.builders import select


def test_notes_are_read_as_markdown_and_never_as_markup(client_of, cast, actors, review):
    select(actors.cleo, review, "locks", notes="**Two** doors\n\n- front\n- back\n\n<b>x</b>")
    page = client_of(cast.vic).get(f"/reviews/{review.pk}/questions/locks/").content.decode()
    assert "<strong>Two</strong> doors" in page
    assert "<li>front</li>" in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_a_preview_shows_what_would_be_read_and_saves_nothing(client_of, cast, review):
    client = client_of(cast.cleo)
    text = "[ours](https://example.com/) [theirs](javascript:alert(1)) ![p](https://x.example/p)"
    part = client.post("/reviews/notes-preview/", {"notes": text}).content.decode()
    assert '<a href="https://example.com/"' in part
    assert "nofollow" in part
    assert 'href="javascript' not in part
    assert "<img" not in part
    assert review.answers.get(question_key="locks").notes == ""
    assert "Nothing is written" in client.post("/reviews/notes-preview/", {}).content.decode()
