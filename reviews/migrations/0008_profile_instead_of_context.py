"""The business context of a workload is its profile; one concept."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0007_contexts_become_profiles")]

    operations = [
        migrations.RemoveField(model_name="workload", name="business_context"),
        migrations.AlterField(
            model_name="workload",
            name="profile_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="workloads",
                to="reviews.profileversion",
                verbose_name="profile",
            ),
        ),
    ]
