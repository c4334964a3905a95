"""Who changed what in a template's answers, and which template an answer was taken from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0004_workshop"),
    ]

    operations = [
        migrations.AddField(
            model_name="answerchange",
            name="template_name",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="templateanswer",
            name="touched",
            field=models.JSONField(default=dict, editable=False),
        ),
    ]
