from django.db import migrations, models
from django.db.models import Q


def forget_those_of_hosts(apps, schema_editor):
    apps.get_model("spaces", "Pause").objects.exclude(by="").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("spaces", "0003_pauses"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="pause", name="pause_once"),
        migrations.AddField(
            model_name="pause",
            name="by",
            field=models.CharField(blank=True, default="", max_length=260),
            preserve_default=False,
        ),
        migrations.AlterField(model_name="pause", name="until", field=models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.UniqueConstraint(fields=("space", "persona", "by"), name="pause_once"),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.CheckConstraint(
                condition=Q(until__isnull=False) | ~Q(by=""), name="pause_of_ours_has_an_end"
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_those_of_hosts),
    ]
