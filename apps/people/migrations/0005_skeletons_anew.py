"""What the eye takes each pseudonym for, reckoned anew: "ci" reads like "cl". A name that is borne stays borne."""

from django.db import migrations

from apps.people.skeletons import skeleton


def reckon(apps, schema_editor):
    """Where another bears it by now, both keep what they have."""
    personas = apps.get_model("people", "Persona").objects
    for pk, pseudonym, before in personas.exclude(account=None).order_by("pk").values_list("pk", "pseudonym", "skeleton"):
        looks = skeleton(pseudonym)
        if looks != before and not personas.filter(skeleton=looks).exists():
            personas.filter(pk=pk).update(skeleton=looks)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_consultations")]

    operations = [migrations.RunPython(reckon, migrations.RunPython.noop)]
