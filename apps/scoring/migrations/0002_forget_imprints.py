"""Imprints are looked up in another way: they are taken again the next time their space is counted."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("scoring", "0001_initial")]

    operations = [migrations.RunSQL("DELETE FROM scoring_imprint", migrations.RunSQL.noop)]
