from typing import Any

from django.db import migrations
from django.db.models import F


def keep(apps: Any, _editor: Any) -> None:
    apps.get_model("federation", "RemoteActor").objects.exclude(identity="").update(first_key=F("identity"))


class Migration(migrations.Migration):
    dependencies = [("federation", "0008_the_first_key")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
