from django.db import migrations

FOUNDERS = 12


def fill(apps, schema_editor):
    """A space in which so many stand already is founded: when the last of the first came."""
    Space, Membership = apps.get_model("spaces", "Space"), apps.get_model("spaces", "Membership")
    for space in Space.objects.filter(founded_at=None):
        first = Membership.objects.filter(space=space).order_by("joined_at", "pk").values_list("joined_at", flat=True)
        founders = list(first[:FOUNDERS])
        if len(founders) == FOUNDERS:
            Space.objects.filter(pk=space.pk).update(founded_at=founders[-1])


class Migration(migrations.Migration):
    dependencies = [("spaces", "0009_founded_at")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
