"""A vote leads to its receipt."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_initial")]

    operations = [
        migrations.AddField("vote", "token", models.CharField(blank=True, default="", max_length=64), preserve_default=False),
    ]
