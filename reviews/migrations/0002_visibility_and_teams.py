import re

import django.db.models.deletion
from django.db import migrations, models


def make_teams(apps, schema_editor):
    """What was written as a workload's team becomes a team of its organization."""
    Team = apps.get_model('accounts', 'Team')
    Workload = apps.get_model('reviews', 'Workload')
    known = {}
    for workload in Workload.objects.exclude(team_name='').iterator():
        normalized = re.sub(r'\s+', '', workload.team_name).casefold()[:120]
        key = (workload.organization_id, normalized)
        if normalized and key not in known:
            known[key], _is_new = Team.objects.get_or_create(
                organization_id=workload.organization_id,
                normalized_name=normalized,
                defaults={'name': workload.team_name.strip()[:120]},
            )
        if normalized:
            Workload.objects.filter(pk=workload.pk).update(team=known[key])


def write_names(apps, schema_editor):
    Workload = apps.get_model('reviews', 'Workload')
    for workload in Workload.objects.exclude(team=None).select_related('team').iterator():
        Workload.objects.filter(pk=workload.pk).update(team_name=workload.team.name)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_teams_shares_and_keys'),
        ('reviews', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='workload',
            name='visibility',
            field=models.CharField(choices=[('organization', 'Everybody in the organization, by role'), ('team', 'Its team, who made it, and admins')], default='organization', max_length=12, verbose_name='who sees it'),
        ),
        migrations.RenameField(model_name='workload', old_name='team', new_name='team_name'),
        migrations.AddField(
            model_name='workload',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.team'),
        ),
        migrations.RunPython(make_teams, write_names, elidable=True),
        migrations.RemoveField(model_name='workload', name='team_name'),
    ]
