"""Numbers of improvements and trade-offs are counted, so that none is given out twice."""

from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce


def count(apps, schema_editor):
    """From the highest numbers there are; what was deleted before is not known any more."""
    Workload = apps.get_model("reviews", "Workload")
    for name, column in (("Improvement", "last_improvement"), ("TradeOff", "last_tradeoff")):
        rows = apps.get_model("reviews", name).objects.filter(workload=OuterRef("pk"))
        highest = rows.order_by().values("workload").annotate(last=Max("number")).values("last")
        Workload.objects.update(**{column: Coalesce(Subquery(highest), 0)})


class Migration(migrations.Migration):
    dependencies = [("reviews", "0014_milestone_numbers")]

    operations = [
        migrations.AddField(
            model_name="workload",
            name="last_improvement",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="workload",
            name="last_tradeoff",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
