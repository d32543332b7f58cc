"""Each voice names the words it was given to: those of its alert, for all that came before versions of words did."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    alerts = apps.get_model("accountability", "Alert").objects.filter(pk=OuterRef("alert"))
    voices = apps.get_model("accountability", "Voice").objects.filter(issue_sha256="")
    voices.update(issue_sha256=Subquery(alerts.values("issue_sha256")[:1]))


class Migration(migrations.Migration):
    dependencies = [("accountability", "0003_dialogue")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
