"""Each opinion given before has a reference, its space, and whoever gave it as its author."""

from django.db import migrations

from apps.base.models import new_reference


def name(apps, schema_editor):
    rows = apps.get_model("mediation", "MediatorOpinion").objects.filter(reference=None)
    named = apps.get_model("people", "Persona").objects.filter(is_main=True, account__isnull=False)
    mains = dict(named.values_list("account", "pk"))
    for row in rows.select_related("mediation__case", "mandate").iterator():
        row.reference, row.space_id = new_reference(), row.mediation.case.space_id
        row.author_id = mains.get(row.mandate.account_id) if row.mandate is not None else None
        row.save(update_fields=["reference", "space", "author"])


class Migration(migrations.Migration):

    dependencies = [
        ("mediation", "0002_opinions_as_words"),
        ("moderation", "0011_warnings_and_their_answers"),
    ]

    operations = [migrations.RunPython(name, migrations.RunPython.noop)]
