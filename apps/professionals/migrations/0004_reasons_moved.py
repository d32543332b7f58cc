"""The reasons of each doubt become words of their own: those that are forgotten stay so."""

from django.db import migrations


def move(apps, schema_editor):
    doubts = apps.get_model("professionals", "Doubt").objects.filter(said=None).select_related("professional")
    named = apps.get_model("people", "Persona").objects.filter(is_main=True, account__isnull=False)
    mains = dict(named.values_list("account", "pk"))
    said = apps.get_model("professionals", "DoubtReasons")
    for doubt in doubts.iterator():
        gone = {} if doubt.reasons else {"state": "withdrawn", "state_at": doubt.settled_at or doubt.raised_at}
        said.objects.create(
            doubt=doubt,
            space_id=doubt.space_id,
            author_id=mains.get(doubt.professional.account_id) if doubt.reasons else None,
            text=doubt.reasons,
            published_at=doubt.raised_at,
            **gone,
        )


def move_back(apps, schema_editor):
    for said in apps.get_model("professionals", "DoubtReasons").objects.select_related("doubt").iterator():
        said.doubt.reasons = said.text
        said.doubt.save(update_fields=["reasons"])


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0006_skeletons_of_every_alphabet"),
        ("professionals", "0003_reasons_as_words"),
    ]

    operations = [migrations.RunPython(move, move_back)]
