"""Entries whose words had no address of their own get one: the log keeps what their digest is of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_only_grows")]

    operations = [
        migrations.CreateModel(
            name="PublicText",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("body", models.BinaryField()),
            ],
        ),
    ]
