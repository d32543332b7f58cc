import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0008_joined_talks")]

    operations = [
        migrations.CreateModel(
            name="Closure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.CharField(blank=True, max_length=260)),
                ("case", models.CharField(blank=True, max_length=24)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "thread",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="posts.thread",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("thread", "by", "case"), name="closure_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", ""), ("reason", ""), models.Q(("case", ""), _negated=True)),
                            models.Q(models.Q(("by", ""), _negated=True), ("case", "")),
                            _connector="OR",
                        ),
                        name="closure_ours_has_a_case",
                    ),
                ],
            },
        ),
    ]
