"""What the eye takes each pseudonym for, reckoned anew with the Unicode table. A name that is borne stays borne."""

from django.db import migrations

from apps.people.skeletons import skeleton


def reckon(apps, schema_editor):
    """Where another bears it by now, both keep what they have."""
    personas = apps.get_model("people", "Persona").objects
    rows = personas.exclude(account=None).order_by("pk").values_list("pk", "pseudonym", "skeleton")
    for pk, pseudonym, before in rows.iterator():
        looks = skeleton(pseudonym)
        if looks and looks != before and not personas.filter(skeleton=looks).exists():
            personas.filter(pk=pk).update(skeleton=looks)


class Migration(migrations.Migration):
    dependencies = [("people", "0005_skeletons_anew")]

    operations = [migrations.RunPython(reckon, migrations.RunPython.noop)]
