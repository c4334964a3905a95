"""What lenses say, worked out for readers, in JSON: questions, warnings, what was found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from lenses.models.search_entry import EntryKind
from lenses.reads.anti_patterns import Chapter
from lenses.reads.question_page import Practice, QuestionPage
from lenses.reads.search import SearchPage

RISKS = ("high", "medium", "low", "none", "unanswered")


class LensLinkShape(serializers.Serializer[Any]):
    """A link that is safe to follow."""

    text = serializers.CharField()
    url = serializers.CharField()


class LensPracticeShape(serializers.Serializer[Any]):
    """A best practice with everything the lens says about it."""

    id = serializers.CharField()
    code = serializers.CharField()
    title = serializers.CharField()
    paragraphs = serializers.ListField(child=serializers.CharField())
    improvement_plan = serializers.ListField(child=serializers.CharField())
    anti_patterns = serializers.ListField(child=serializers.CharField())
    risk_if_absent = serializers.CharField()
    effort = serializers.CharField()
    links = LensLinkShape(many=True)


class LensRuleShape(serializers.Serializer[Any]):
    """A risk rule; the first that holds decides."""

    risk = serializers.CharField()
    condition = serializers.CharField(source="written", help_text="As the lens writes it.")
    sentence = serializers.CharField(help_text="What has to be in place, in words.")


class LensWayShape(serializers.Serializer[Any]):
    """The smallest sets of practices that bring an empty answer to a risk, or better."""

    risk = serializers.CharField()
    sets = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    more = serializers.IntegerField(help_text="How many sets are not shown.")


class LensQuestionShape(serializers.Serializer[Any]):
    """A question as something to read."""

    id = serializers.CharField()
    code = serializers.CharField()
    number = serializers.IntegerField()
    pillar = serializers.CharField()
    pillar_name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    conversation = serializers.CharField(help_text="How to begin to talk about it.")
    evidence = serializers.ListField(child=serializers.CharField())
    anti_patterns = serializers.ListField(child=serializers.CharField())
    practices = LensPracticeShape(many=True)
    none_choice = serializers.CharField(help_text="The id of “none of these”; empty without one.")
    links = LensLinkShape(many=True)
    rules = LensRuleShape(many=True)
    ways = LensWayShape(many=True)


class WarnedPractice(serializers.Serializer[Any]):
    """A best practice and what people do instead."""

    id = serializers.CharField()
    title = serializers.CharField()
    anti_patterns = serializers.ListField(child=serializers.CharField())


class WarnedQuestion(serializers.Serializer[Any]):
    """A question and what people often do wrong."""

    pillar = serializers.CharField()
    question = serializers.CharField()
    title = serializers.CharField()
    anti_patterns = serializers.ListField(child=serializers.CharField())
    practices = WarnedPractice(many=True)


class WarnedList(serializers.Serializer[Any]):
    """All of them at once, in the order of the lens."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = WarnedQuestion(many=True)


class LensHitShape(serializers.Serializer[Any]):
    """A pillar, a question or a best practice that has the words."""

    kind = serializers.ChoiceField(choices=EntryKind.choices)
    lens = serializers.CharField(help_text="The alias of its lens, or its id.")
    lens_name = serializers.CharField()
    version = serializers.CharField()
    pillar = serializers.CharField()
    question = serializers.CharField(help_text="Empty for a pillar.")
    choice = serializers.CharField(help_text="Empty but for a best practice.")
    code = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField(help_text="The place in its text that says most.")


class LensHits(serializers.Serializer[Any]):
    """What was found, best first."""

    query = serializers.CharField()
    results = LensHitShape(many=True)
    more = serializers.BooleanField(help_text="Whether there is more than is shown.")


class LensUses(serializers.Serializer[Any]):
    """What hangs on a lens of your organization."""

    versions = serializers.IntegerField()
    has_draft = serializers.BooleanField()
    reviews = serializers.IntegerField()
    templates = serializers.IntegerField()
    shares = serializers.IntegerField()
    is_default = serializers.BooleanField(help_text="New workloads begin with it.")


class AwsNoteShape(serializers.Serializer[Any]):
    """What an export to the reference format leaves out, shortens or renames."""

    level = serializers.ChoiceField(choices=["error", "warning"])
    code = serializers.CharField()
    message = serializers.CharField()
    pointer = serializers.CharField()


class AwsNotes(serializers.Serializer[Any]):
    """All of it; a document with errors is refused there."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = AwsNoteShape(many=True)


def question_of(page: QuestionPage) -> dict[str, Any]:
    """A question as LensQuestionShape."""
    asked = page.question
    return {
        "id": asked.id,
        "code": asked.code,
        "number": asked.number,
        "pillar": asked.pillar_id,
        "pillar_name": asked.pillar_name,
        "title": asked.title,
        "description": asked.description,
        "conversation": asked.conversation,
        "evidence": asked.evidence,
        "anti_patterns": asked.anti_patterns,
        "practices": [_practice(each) for each in page.practices],
        "none_choice": asked.none_choice.id if asked.none_choice else "",
        "links": LensLinkShape(page.links, many=True).data,
        "rules": LensRuleShape(page.rules, many=True).data,
        "ways": [
            {
                "risk": way.risk,
                "sets": [[choice.id for choice in each] for each in way.sets],
                "more": way.more,
            }
            for way in page.ways
        ],
    }


def warnings_of(chapters: Iterable[Chapter]) -> list[dict[str, Any]]:
    """The catalogue of anti-patterns as WarnedQuestion."""
    return [
        {
            "pillar": chapter.pillar.id,
            "question": section.question.id,
            "title": section.question.title,
            "anti_patterns": section.of_question,
            "practices": [
                {"id": each.id, "title": each.title, "anti_patterns": each.anti_patterns}
                for each in section.of_practices
            ],
        }
        for chapter in chapters
        for section in chapter.sections
    ]


def hits_of(page: SearchPage) -> dict[str, Any]:
    """What was found as LensHits."""
    results = [
        {
            "kind": hit.entry.kind,
            "lens": hit.lens_address,
            "lens_name": hit.lens_name,
            "version": hit.entry.version.name,
            "pillar": hit.entry.pillar_key,
            "question": hit.entry.question_key,
            "choice": hit.entry.choice_key,
            "code": hit.entry.code,
            "title": hit.entry.title,
            "text": "".join(piece.text for piece in hit.pieces),
        }
        for hit in page.hits
    ]
    return {"query": page.query, "results": results, "more": page.more}


def _practice(practice: Practice) -> dict[str, Any]:
    choice = practice.choice
    return {
        "id": choice.id,
        "code": choice.code,
        "title": choice.title,
        "paragraphs": practice.paragraphs,
        "improvement_plan": practice.plan,
        "anti_patterns": choice.anti_patterns,
        "risk_if_absent": choice.risk_if_absent,
        "effort": choice.effort,
        "links": LensLinkShape(practice.links, many=True).data,
    }
