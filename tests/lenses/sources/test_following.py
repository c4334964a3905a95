"""A followed lens: what changes elsewhere becomes a draft, and never costs anybody their work."""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lenses import tasks
from lenses.models import Lens, LensSource, LensVersion, SourceState
from lenses.services import drafts, imports, source_pulls, sources, versions
from tests.builders import SMALL_LENS, publish_lens
from tests.lenses.sources.conftest import put
from wellarch import clock
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound
from wellarch.events.models import Event


@pytest.fixture
def source(actors, checkout) -> LensSource:
    """The small lens in a file, not looked at yet."""
    put(checkout)
    return sources.add(actors.ada, place="standards/small.json")


def look(actors, source: LensSource) -> LensSource:
    return source_pulls.pull(actors.ada, source.pk)


def draft() -> LensVersion:
    return LensVersion.objects.get(lens__alias="small", status="draft")


def verbs() -> list[str]:
    found = Event.objects.filter(verb__startswith="lens.source_").order_by("pk")
    return [verb.removeprefix("lens.source_") for verb in found.values_list("verb", flat=True)]


def test_the_first_look_makes_the_lens_and_its_draft(actors, source):
    seen = look(actors, source)
    assert (seen.state, seen.problem, seen.lens.alias) == (SourceState.CHANGED, "", "small")
    assert draft().document["name"] == "Small lens"
    assert verbs() == ["added", "pulled"]


def test_a_look_at_what_did_not_change_leaves_everything_as_it_is(actors, source):
    look(actors, source)
    before = draft().revision
    assert look(actors, source).state == SourceState.CHANGED
    versions.publish(actors.ben, draft(), name="1")
    assert look(actors, source).state == SourceState.SAME
    assert before == LensVersion.objects.get(lens__alias="small").revision
    assert verbs() == ["added", "pulled"]


def test_a_changed_document_becomes_the_next_draft(actors, source, checkout):
    look(actors, source)
    versions.publish(actors.ben, draft(), name="1")
    put(checkout, description="Better")
    assert look(actors, source).state == SourceState.CHANGED
    assert draft().document["description"] == "Better"
    put(checkout, description="Best")
    look(actors, source)
    assert draft().document["description"] == "Best"


def test_what_is_published_already_is_followed_without_a_draft(actors, source):
    publish_lens(actors.ben)
    assert look(actors, source).state == SourceState.SAME
    assert not LensVersion.objects.filter(status="draft").exists()


def test_a_draft_that_people_edited_is_never_written_over(actors, source, checkout):
    look(actors, source)
    imports.import_document(actors.ben, data=json.dumps({**SMALL_LENS, "description": "Ben's"}))
    put(checkout, description="From the repository")
    assert look(actors, source).state == SourceState.WAITING
    assert look(actors, source).state == SourceState.WAITING
    assert draft().document["description"] == "Ben's"
    assert verbs() == ["added", "pulled", "waiting"]


def test_a_draft_that_was_only_opened_counts_as_untouched(actors, source, checkout):
    look(actors, source)
    versions.publish(actors.ben, draft(), name="1")
    drafts.open(actors.ben, "small")
    put(checkout, description="From the repository")
    assert look(actors, source).state == SourceState.CHANGED
    assert draft().document["description"] == "From the repository"


@pytest.fixture
def waiting(actors, source, checkout) -> LensSource:
    """A new text waits beside Ben's draft."""
    look(actors, source)
    imports.import_document(actors.ben, data=json.dumps({**SMALL_LENS, "description": "Ben's"}))
    put(checkout, description="From the repository")
    return look(actors, source)


def test_the_text_that_waits_can_be_taken_and_that_can_be_undone(actors, waiting):
    assert source_pulls.take(actors.ada, waiting.pk).state == SourceState.CHANGED
    assert draft().document["description"] == "From the repository"
    drafts.undo(actors.ada, "small")
    assert draft().document["description"] == "Ben's"


def test_whoever_keeps_their_draft_is_asked_again_only_for_another_text(actors, waiting, checkout):
    assert source_pulls.keep(actors.ada, waiting.pk).state == SourceState.SAME
    assert look(actors, waiting).state == SourceState.SAME
    assert draft().document["description"] == "Ben's"
    put(checkout, description="Another one")
    assert look(actors, waiting).state == SourceState.WAITING
    assert verbs()[-2:] == ["declined", "waiting"]


def test_a_text_waits_no_longer_than_the_draft_beside_it(actors, waiting):
    versions.publish(actors.ben, draft(), name="1")
    assert look(actors, waiting).state == SourceState.CHANGED
    assert draft().document["description"] == "From the repository"


def test_nothing_is_taken_or_kept_where_nothing_waits(actors, source):
    for turn in (source_pulls.take, source_pulls.keep):
        with pytest.raises(Conflict) as refused:
            turn(actors.ada, source.pk)
        assert refused.value.code == "nothing-waits"


def test_a_source_stays_with_its_lens(actors, source, checkout):
    look(actors, source)
    put(checkout, alias="another", name="Another lens")
    seen = look(actors, source)
    assert seen.state == SourceState.FAILED
    assert "its alias is another" in seen.problem
    assert not Lens.objects.filter(alias="another").exists()


def test_a_document_without_an_alias_may_change_its_name(actors, checkout):
    nameless = {key: value for key, value in SMALL_LENS.items() if key != "alias"}
    (checkout / "a.json").write_text(json.dumps(nameless))
    source = sources.add(actors.ada, place="standards/a.json")
    assert look(actors, source).lens.alias == "small-lens"
    (checkout / "a.json").write_text(json.dumps({**nameless, "name": "Called otherwise"}))
    assert look(actors, source).state == SourceState.CHANGED


def test_two_sources_do_not_write_one_lens(actors, source, checkout):
    look(actors, source)
    put(checkout, "twin.json")
    twin = look(actors, sources.add(actors.ada, place="standards/twin.json"))
    assert twin.state == SourceState.FAILED
    assert "followed from standards/small.json already" in twin.problem


def test_a_built_in_alias_is_refused(actors, source, checkout):
    put(checkout, alias="wellarchitected")
    assert "built-in" in look(actors, source).problem


def test_a_deleted_lens_is_not_brought_back(actors, source, checkout):
    look(actors, source)
    Lens.objects.filter(alias="small").update(deleted_at=clock.now())
    put(checkout, description="New")
    assert "was deleted" in look(actors, source).problem


def test_errors_of_a_document_are_said_with_their_places_and_once_in_the_log(
    actors, source, checkout
):
    look(actors, source)
    put(checkout, pillars=[{"id": "doors", "name": "Doors", "questions": []}])
    seen = look(actors, source)
    assert seen.state == SourceState.FAILED
    assert "/pillars: The lens has no questions." in seen.problem
    look(actors, source)
    assert verbs().count("failed") == 1
    put(checkout)
    assert (look(actors, source).state, look(actors, source).problem) == (SourceState.CHANGED, "")


def test_who_looks_while_another_looks_is_told_and_a_dead_look_is_given_up(actors, source):
    LensSource.objects.update(claimed_at=clock.now())
    with pytest.raises(Conflict) as refused:
        look(actors, source)
    assert refused.value.code == "source-busy"
    LensSource.objects.update(claimed_at=clock.now() - timedelta(minutes=6))
    assert look(actors, source).state == SourceState.CHANGED


def test_a_look_at_a_place_that_was_changed_meanwhile_writes_nothing(
    actors, source, checkout, monkeypatch
):
    put(checkout, "moved.json", alias="moved")
    fetch = source_pulls.fetch

    def change_meanwhile(*args, **more):
        sources.edit(actors.ada, source.pk, place="standards/moved.json")
        return fetch(*args, **more)

    monkeypatch.setattr(source_pulls, "fetch", change_meanwhile)
    assert look(actors, source).state == SourceState.NEW
    assert not Lens.objects.filter(alias="small").exists()


def test_what_is_stopped_is_not_looked_at(actors, source):
    sources.stop(actors.ada, source.pk)
    with pytest.raises(Conflict):
        look(actors, source)
    tasks.pull_sources()
    assert LensSource.objects.get().checked_at is None
    sources.resume(actors.ada, source.pk)
    tasks.pull_sources()
    assert LensSource.objects.get().state == SourceState.CHANGED
    assert verbs() == ["added", "stopped", "resumed", "pulled"]


def test_the_beat_looks_at_all_and_one_that_fails_keeps_none_from_it(actors, checkout):
    put(checkout, "b.json", alias="b")
    for name in ("a", "b"):
        sources.add(actors.ada, place=f"standards/{name}.json")
    tasks.pull_sources()
    states = dict(LensSource.objects.values_list("place", "state"))
    assert states == {
        "standards/a.json": SourceState.FAILED,
        "standards/b.json": SourceState.CHANGED,
    }


def test_a_place_the_settings_no_longer_allow_is_not_read(actors, source, settings):
    settings.WELLARCH_SOURCE_ROOTS = {}
    assert "no folder" in look(actors, source).problem


def test_a_git_checkout_is_followed_through_a_pull(actors, tmp_path, settings):
    upstream, clone = tmp_path / "upstream", tmp_path / "clone"

    def git(*words: str, at=None) -> None:
        about = ("-c", "user.name=Ben", "-c", "user.email=ben@example.com")
        subprocess.run(["git", *about, *words], cwd=at, check=True, capture_output=True)

    def commit(**changes) -> None:
        put(upstream, **changes)
        git("add", ".", at=upstream)
        git("commit", "-m", "Next", at=upstream)

    upstream.mkdir()
    git("init", "-b", "main", at=upstream)
    commit()
    git("clone", str(upstream), str(clone))
    settings.WELLARCH_SOURCE_ROOTS = {"standards": clone}
    source = sources.add(actors.ada, place="standards/small.json")
    look(actors, source)
    versions.publish(actors.ben, draft(), name="1")
    commit(description="Committed")
    assert look(actors, source).state == SourceState.SAME
    git("pull", at=clone)
    assert look(actors, source).state == SourceState.CHANGED
    assert draft().document["description"] == "Committed"


def test_a_web_address_is_read_once_for_each_change(actors, followed_web):
    body = json.dumps(SMALL_LENS).encode()
    followed_web.say("/lenses/small.json", body, ETag='"one"')
    place = f"{followed_web.address}/lenses/small.json"
    source = sources.add(actors.ada, place=place)
    assert [look(actors, source).state for _turn in range(2)] == [SourceState.CHANGED] * 2
    assert followed_web.asked[1][1]["If-None-Match"] == '"one"'
    versions.publish(actors.ben, draft(), name="1")
    assert look(actors, source).state == SourceState.SAME


def test_a_broken_document_is_asked_for_in_full_until_it_is_mended(actors, followed_web):
    followed_web.say("/lenses/small.json", b"{", ETag='"one"')
    source = sources.add(actors.ada, place=f"{followed_web.address}/lenses/small.json")
    for _turn in range(2):
        assert look(actors, source).state == SourceState.FAILED
    assert "If-None-Match" not in followed_web.asked[1][1]


def test_the_query_of_an_address_stays_out_of_the_log(actors, followed_web):
    place = f"{followed_web.address}/lenses/small.json?token=secret"
    sources.add(actors.ada, place=place)
    assert "secret" not in json.dumps(list(Event.objects.values_list("data", flat=True)))


def test_only_admins_keep_sources_and_others_do_not_know_them(actors, source):
    for person in (actors.ben, actors.cleo, actors.vic):
        with pytest.raises(Forbidden):
            sources.add(person, place="standards/other.json")
        with pytest.raises(Forbidden):
            source_pulls.pull(person, source.pk)
    with pytest.raises(NotFound):
        sources.stop(actors.oda, source.pk)


def test_the_same_place_twice_and_places_not_allowed_are_refused(actors, source):
    for place in ("standards/small.json", "elsewhere/small.json", "http://example.com/a.json"):
        with pytest.raises(Invalid) as refused:
            sources.add(actors.ada, place=place)
        assert set(refused.value.fields) == {"place"}


# --- The command -------------------------------------------------------------------------------


def run(*args: str, fails: bool = False) -> str:
    """What the command prints; fails: it must end with exit code 1."""
    out = StringIO()
    if not fails:
        call_command("lens", "pull", *args, stdout=out)
        return out.getvalue()
    with pytest.raises(SystemExit) as ended:
        call_command("lens", "pull", *args, stdout=out)
    assert ended.value.code == 1
    return out.getvalue()


def test_the_command_says_what_it_found_and_fails_when_something_is_wrong(source, actors):
    assert run().splitlines() == [
        "northwind: standards/small.json (small): New draft",
        "1 place looked at.",
    ]
    sources.add(actors.ada, place="standards/gone.json")
    printed = run("--organization", "northwind", fails=True)
    assert "standards/gone.json: Failed\n  There is no such file." in printed
    assert run("standards/small.json").endswith("1 place looked at.\n")
    with pytest.raises(CommandError):
        call_command("lens", "pull", "standards/unknown.json")


def test_a_discarded_lens_that_was_never_published_leaves_no_empty_one_behind(actors, checkout):
    put(checkout)
    source = source_pulls.pull(actors.ada, sources.add(actors.ada, place="standards/small.json").pk)
    drafts.discard(actors.ada, "small")
    source_pulls.pull(actors.ada, source.pk)
    assert not Lens.objects.filter(alias="small", versions=None).exists()
