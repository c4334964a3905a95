"""Milestones from before charts over time get their numbers from what they hold.

What was recorded before has no improvements and no maturity, so these are not asked for.
"""

from django.db import migrations

BATCH = 50
RISKS = ("high", "medium", "low", "none", "unanswered", "not_applicable")


def _rounded(numerator, denominator):
    return (2 * numerator + denominator) // (2 * denominator)


def _practices(questions):
    in_place = applicable = 0
    for question in questions:
        if not question["is_applicable"]:
            continue
        states = [choice["status"] for choice in question["choices"] if not choice["is_none"]]
        in_place += states.count("selected")
        applicable += len(states) - states.count("not_applicable")
    return [in_place, applicable]


def _pillar(pillar):
    risks = [question["risk"] for question in pillar["questions"]]
    return {
        "id": pillar["id"],
        "name": pillar["name"],
        "counts": {risk: risks.count(risk) for risk in RISKS},
        "practices": _practices(pillar["questions"]),
        "level": None,
        "target": None,
    }


def _review(review):
    pillars = [_pillar(pillar) for pillar in review["pillars"]]
    shares = [_rounded(100 * a, b) for a, b in (pillar["practices"] for pillar in pillars) if b]
    return {
        "id": review["id"],
        "lens": review["lens_alias"],
        "name": review["lens_name"],
        "version": review["lens_version"],
        "score": _rounded(sum(shares), len(shares)) if shares else None,
        "pillars": pillars,
    }


def numbers_of(content):
    """What reviews/milestone_numbers.py keeps of it."""
    return {
        "reviews": [_review(review) for review in content["reviews"]],
        "improvements": {},
        "people": [],
    }


def fill(apps, schema_editor):
    """In batches, since each milestone holds a whole workload."""
    Milestone = apps.get_model("reviews", "Milestone")
    rows = Milestone.objects.filter(numbers={}).order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last).only("content", "numbers")[:BATCH]):
        for milestone in batch:
            milestone.numbers = numbers_of(milestone.content)
        Milestone.objects.bulk_update(batch, ["numbers"])
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("reviews", "0013_begin_summaries")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
