"""Game days, their timelines, findings and scenarios in JSON."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reviews import rehearsing
from reviews.api.shapes.session import PersonShape, person
from reviews.api.shapes.worksheet_bodies import OwnerField
from reviews.models import EntryKind, GameDay, GameDayEntry, GameDayFinding, Level
from reviews.reads import game_day_words
from reviews.services import game_day_fields
from wellarch.rest.endpoint import Body


class GameDayPartShape(serializers.Serializer[Any]):
    """Who takes part, and as what; without user and name the role is open."""

    user = PersonShape(allow_null=True)
    name = serializers.CharField(help_text="Of somebody without an account here; else empty.")
    role = serializers.CharField()


class GameDayTimesShape(serializers.Serializer[Any]):
    """How long it took, in seconds; null for what was not written down."""

    detect = serializers.IntegerField(
        allow_null=True, help_text="From the first failure that was injected to its first sign."
    )
    recover = serializers.IntegerField(
        allow_null=True, help_text="From that failure to the last recovery."
    )
    promised = serializers.IntegerField(
        allow_null=True, help_text="The recovery time of the failure mode it rehearses."
    )


class GameDayFindingShape(serializers.ModelSerializer[GameDayFinding]):
    """Something that is to become better, and the numbers of improvements made of it."""

    improvements = serializers.SerializerMethodField()

    class Meta:
        model = GameDayFinding
        fields = ("number", "text", "impact", "improvements", "created_at")

    impact = serializers.ChoiceField(choices=Level.choices)

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_improvements(self, finding: GameDayFinding) -> list[int]:
        """Numbers of the improvements made of it."""
        return sorted(each.number for each in finding.improvements.all())


class GameDayShape(serializers.ModelSerializer[GameDay]):
    """A game day. It is named by its number within its workload."""

    workload = serializers.UUIDField(source="workload_id")
    parts = serializers.SerializerMethodField()
    failure_mode = serializers.SerializerMethodField()
    times = serializers.SerializerMethodField()
    next_on = serializers.SerializerMethodField()
    findings = GameDayFindingShape(many=True)
    created_by = serializers.SerializerMethodField()

    class Meta:
        model = GameDay
        fields = (
            "id", "workload", "number", "title", "state", "hypothesis", "scenario",
            "blast_radius", "stop_conditions", "runbook", "runbook_url", "environment",
            "planned_at", "planned_minutes", "repeat_months", "next_on", "parts",
            "failure_mode", "scenario_key", "started_at", "ended_at", "stopped_early", "times",
            "held", "broke", "learned", "was_confirmed", "findings", "revision", "created_at",
            "created_by", "changed_at",
        )  # fmt: skip

    @extend_schema_field(GameDayPartShape(many=True))
    def get_parts(self, game_day: GameDay) -> list[dict[str, Any]]:
        """Who takes part, in their order."""
        parts = sorted(game_day.parts.all(), key=lambda each: (each.position, each.pk))
        return [{"user": person(p.user), "name": p.name, "role": p.role} for p in parts]

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_failure_mode(self, game_day: GameDay) -> int | None:
        """The number of the row of the failure modes worksheet that it rehearses."""
        return game_day.source.number if game_day.source else None

    @extend_schema_field(GameDayTimesShape())
    def get_times(self, game_day: GameDay) -> dict[str, int | None]:
        """The times of its timeline."""
        times = game_day_words.times_of(game_day)
        return {
            "detect": _seconds(times.to_detect),
            "recover": _seconds(times.to_recover),
            "promised": _seconds(game_day_words.limit_of(game_day)),
        }

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_next_on(self, game_day: GameDay) -> date | None:
        """The day by which to hold it again."""
        ended = game_day.ended_at.date() if game_day.ended_at else None
        return rehearsing.next_on(ended, game_day.repeat_months)

    @extend_schema_field(PersonShape(allow_null=True))
    def get_created_by(self, game_day: GameDay) -> dict[str, Any] | None:
        """Who planned it."""
        return person(game_day.created_by)


class GameDayEntryShape(serializers.ModelSerializer[GameDayEntry]):
    """One line of what happened."""

    kind = serializers.ChoiceField(choices=EntryKind.choices)
    by = serializers.CharField(source="actor_name")
    user = serializers.SerializerMethodField()

    class Meta:
        model = GameDayEntry
        fields = ("id", "at", "kind", "text", "by", "user")

    @extend_schema_field(PersonShape(allow_null=True))
    def get_user(self, entry: GameDayEntry) -> dict[str, Any] | None:
        """Who wrote it, as long as they have an account."""
        return person(entry.user)


class ScenarioShape(serializers.Serializer[Any]):
    """A failure of the library to begin with."""

    key = serializers.CharField(help_text="Goes into `scenario_key` of a new game day.")
    group = serializers.CharField()
    title = serializers.CharField()
    component = serializers.CharField()
    mode = serializers.CharField()
    hypothesis = serializers.CharField()
    scenario = serializers.CharField()
    blast_radius = serializers.CharField()
    stop_conditions = serializers.CharField()
    runbook = serializers.CharField()
    environment = serializers.CharField()
    minutes = serializers.IntegerField()
    repeat_months = serializers.IntegerField()
    roles = serializers.ListField(child=serializers.CharField())


class OwnModeShape(serializers.Serializer[Any]):
    """A failure mode of the workload's own worksheet to begin with."""

    failure_mode = serializers.IntegerField(
        source="number", help_text="Goes into `failure_mode` of a new game day."
    )
    component = serializers.CharField()
    mode = serializers.CharField()
    rto = serializers.CharField()
    priority = serializers.IntegerField(help_text="0 while it is not known.")
    tested_on = serializers.DateField(allow_null=True)
    times = serializers.IntegerField(help_text="How often it was rehearsed.")
    hypothesis = serializers.CharField()


class ScenariosShape(serializers.Serializer[Any]):
    """What a game day can begin with."""

    failure_modes = OwnModeShape(
        many=True, source="modes", help_text="Least recently tested, then highest priority, first."
    )
    library = serializers.SerializerMethodField()

    @extend_schema_field(ScenarioShape(many=True))
    def get_library(self, found: Any) -> list[dict[str, Any]]:
        """All scenarios that everybody can begin with."""
        every = [each for group in found.groups for each in group.scenarios]
        return list(ScenarioShape(every, many=True).data)


class GameDayPartBody(serializers.Serializer[Any]):
    """Who takes part: a person who sees the workload, or a name, or an open role."""

    user = OwnerField(required=False, allow_null=True)
    name = serializers.CharField(required=False, allow_blank=True, max_length=150)
    role = serializers.CharField(required=False, allow_blank=True, max_length=100)


class GameDayChange(Body):
    """The plan of a game day; what is not named stays."""

    title = serializers.CharField(max_length=200, required=False)
    hypothesis = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    scenario = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    blast_radius = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    stop_conditions = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    runbook = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    runbook_url = serializers.CharField(required=False, allow_blank=True, max_length=2048)
    environment = serializers.CharField(required=False, allow_blank=True, max_length=100)
    planned_at = serializers.DateTimeField(required=False, allow_null=True)
    planned_minutes = serializers.IntegerField(
        required=False, min_value=5, max_value=game_day_fields.MOST_MINUTES
    )
    repeat_months = serializers.IntegerField(
        required=False, min_value=0, max_value=game_day_fields.MOST_MONTHS,
        help_text="After how many months it is to be held again; 0 for never.",
    )  # fmt: skip
    parts = GameDayPartBody(many=True, required=False, help_text="Replaces all of them.")


class GameDayBody(GameDayChange):
    """A game day to plan; a title, or a scenario that has one."""

    scenario_key = serializers.CharField(
        required=False, allow_blank=True, max_length=64,
        help_text="A scenario of the library, which fills what is not given.",
    )  # fmt: skip
    failure_mode = serializers.IntegerField(
        required=False, allow_null=True, min_value=1,
        help_text="The number of the row of the failure modes worksheet that it rehearses.",
    )  # fmt: skip


class GameDayLearnBody(Body):
    """What was learned; what is not named stays."""

    held = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    broke = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    learned = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    was_confirmed = serializers.BooleanField(required=False, allow_null=True)


class GameDayEntryBody(Body):
    """What happened, of which kind, when."""

    text = serializers.CharField(
        required=False, allow_blank=True, max_length=game_day_fields.MAX_TEXT,
        help_text="Needed unless a failure was injected, detected or recovered.",
    )  # fmt: skip
    kind = serializers.ChoiceField(choices=list(game_day_fields.NOTABLE), required=False)
    at = serializers.DateTimeField(required=False, help_text="Now, unless given.")


class GameDayEndBody(Body):
    """How it ends."""

    stopped = serializers.BooleanField(
        required=False, help_text="A stop condition is met; else it ends as planned."
    )
    text = serializers.CharField(
        required=False, allow_blank=True, max_length=game_day_fields.MAX_TEXT,
        help_text="Which stop condition is met, and what was seen.",
    )  # fmt: skip


class GameDayFindingBody(Body):
    """Something that is to become better."""

    text = serializers.CharField(max_length=game_day_fields.MAX_TEXT)
    impact = serializers.ChoiceField(choices=Level.choices, required=False)


def _seconds(took: timedelta | None) -> int | None:
    return None if took is None else int(took.total_seconds())
