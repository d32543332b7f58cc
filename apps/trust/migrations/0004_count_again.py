"""Who is there now fades in five days since version 1.2: each record is counted again from the answers."""

from importlib import import_module

from django.db import migrations

count_again = import_module("apps.trust.migrations.0003_count_again").count_again


class Migration(migrations.Migration):
    dependencies = [("trust", "0003_count_again")]

    operations = [migrations.RunPython(count_again, migrations.RunPython.noop)]
