"""Business contexts chosen so far become built-in profiles, applied to the same workloads."""

from django.db import migrations

# As they were called on 2026-11-21; the start of the server completes their rows.
NAMES = {
    "healthcare-finance": "Healthcare or finance",
    "e-commerce": "E-commerce",
    "startup-mvp": "Startup or first version",
    "media-content": "Media or content",
    "iot-industrial": "IoT or industrial",
}


def apply_profiles(apps, schema_editor):
    """A context nobody knows any more has no order and no questions: it goes into the notes."""
    Workload = apps.get_model("reviews", "Workload")
    Profile = apps.get_model("reviews", "Profile")
    ProfileVersion = apps.get_model("reviews", "ProfileVersion")
    chosen = Workload.objects.exclude(business_context="")
    for slug in chosen.order_by().values_list("business_context", flat=True).distinct():
        rows = chosen.filter(business_context=slug, profile_version=None)
        if slug not in NAMES:
            for workload in rows.only("notes").iterator():
                said = f"Business context: {slug}"
                workload.notes = f"{workload.notes}\n\n{said}".strip()
                workload.save(update_fields=["notes"])
            continue
        name = NAMES[slug]
        profile, _new = Profile.objects.get_or_create(
            slug=slug,
            defaults={"name": name, "normalized_name": "".join(name.split()).casefold()},
        )
        version, _new = ProfileVersion.objects.get_or_create(
            profile=profile, number=1, defaults={"answers": {"business": [slug]}}
        )
        rows.update(profile_version=version)


def back_to_contexts(apps, schema_editor):
    """Where a built-in profile is applied, its context is chosen again."""
    Workload = apps.get_model("reviews", "Workload")
    for slug in NAMES:
        rows = Workload.objects.filter(profile_version__profile__slug=slug)
        rows.update(business_context=slug, profile_version=None)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0006_upgrade_history")]

    operations = [migrations.RunPython(apply_profiles, back_to_contexts)]
