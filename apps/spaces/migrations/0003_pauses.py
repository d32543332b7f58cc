import django.db.models.deletion
from django.db import migrations, models


def keep_running_pauses(apps, schema_editor):
    Pause = apps.get_model("spaces", "Pause")
    for membership in apps.get_model("spaces", "Membership").objects.exclude(paused_until=None):
        Pause.objects.create(
            space_id=membership.space_id, persona_id=membership.persona_id, until=membership.paused_until
        )


def write_pauses_back(apps, schema_editor):
    Membership = apps.get_model("spaces", "Membership")
    for pause in apps.get_model("spaces", "Pause").objects.all():
        Membership.objects.filter(space_id=pause.space_id, persona_id=pause.persona_id).update(paused_until=pause.until)


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0001_initial"),
        ("spaces", "0002_erased_holders"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField()),
                ("persona", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="pauses", to="people.persona")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="pauses", to="spaces.space")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("space", "persona"), name="pause_once")],
            },
        ),
        migrations.RunPython(keep_running_pauses, write_pauses_back),
        migrations.RemoveField(model_name="membership", name="paused_until"),
    ]
