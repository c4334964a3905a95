"""Which version of its lens a review came to when a change of an answer followed from that."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0005_template_merging"),
    ]

    operations = [
        migrations.AddField(
            model_name="answerchange",
            name="lens_version",
            field=models.CharField(blank=True, max_length=32),
        ),
    ]
