"""Kept sums of the portfolio: quarters of a workload, buckets of an organization."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_tours"),
        ("reviews", "0011_report_schedules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PortfolioBucket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PortfolioPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("organization", "Everybody in the organization, by role"),
                            ("team", "Its team, who made it, and admins"),
                        ],
                        max_length=12,
                    ),
                ),
                ("gaps", models.JSONField(default=dict)),
                ("quarters", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="WorkloadQuarter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter", models.PositiveIntegerField()),
                ("workloads", models.SmallIntegerField(default=0)),
                ("high", models.IntegerField(default=0)),
                ("medium", models.IntegerField(default=0)),
                ("low", models.IntegerField(default=0)),
                ("none", models.IntegerField(default=0)),
                ("unanswered", models.IntegerField(default=0)),
                ("not_applicable", models.IntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="workloadsummary",
            name="bucket",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="workloadsummary",
            index=models.Index(fields=["organization", "bucket"], name="summary_bucket"),
        ),
        migrations.AddField(
            model_name="portfoliobucket",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.organization",
            ),
        ),
        migrations.AddField(
            model_name="portfoliopart",
            name="bucket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parts",
                to="reviews.portfoliobucket",
            ),
        ),
        migrations.AddField(
            model_name="portfoliopart",
            name="created_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="portfoliopart",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.organization",
            ),
        ),
        migrations.AddField(
            model_name="portfoliopart",
            name="team",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.team",
            ),
        ),
        migrations.AddField(
            model_name="workloadquarter",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.organization",
            ),
        ),
        migrations.AddField(
            model_name="workloadquarter",
            name="workload",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="quarters",
                to="reviews.workload",
            ),
        ),
        migrations.AddConstraint(
            model_name="portfoliobucket",
            constraint=models.UniqueConstraint(
                fields=("organization", "number"), name="one_bucket_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="workloadquarter",
            constraint=models.UniqueConstraint(
                fields=("workload", "quarter"), name="one_quarter_each"
            ),
        ),
    ]
