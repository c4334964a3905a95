"""An index of the workloads whose summaries are behind: the sweeper asks every second."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0015_numbers_given_once")]

    operations = [
        migrations.AddIndex(
            model_name="workload",
            index=models.Index(
                condition=models.Q(("summary_revision__lt", models.F("revision"))),
                fields=["updated_at"],
                name="workload_uncounted",
            ),
        ),
    ]
