from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scoring", "0004_imprint_keys_at_once")]

    operations = [
        migrations.CreateModel(
            name="LearnedModel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=12, unique=True)),
                ("parameters", models.JSONField()),
                ("thresholds", models.JSONField()),
                ("decisions", models.PositiveIntegerField()),
                ("decided_from", models.DateTimeField()),
                ("decided_until", models.DateTimeField()),
                ("served_precision", models.FloatField()),
                ("candidate_precision", models.FloatField()),
                ("canary", models.JSONField()),
                ("trained_at", models.DateTimeField()),
                ("is_serving", models.BooleanField(default=False)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("released_by", models.CharField(blank=True, max_length=80)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_serving", True)), fields=("is_serving",), name="model_one_serves"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_serving", False),
                            models.Q(
                                ("released_at__isnull", False),
                                models.Q(("released_by", ""), _negated=True),
                                ("retired_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="model_serves_because_somebody_released_it",
                    ),
                ],
            },
        ),
    ]
