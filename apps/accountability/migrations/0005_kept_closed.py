import django.db.models.deletion
from django.db import migrations, models

import apps.base.models


class Migration(migrations.Migration):
    dependencies = [
        ("accountability", "0004_voices_of_words"),
        ("spaces", "0004_pauses_of_hosts"),
    ]

    operations = [
        migrations.AddField("alert", "answer_asked_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("commitment", "drawn_from", models.BigIntegerField(blank=True, null=True)),
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.CharField(
                        default=apps.base.models.new_reference, editable=False, max_length=24, unique=True
                    ),
                ),
                ("words", models.BinaryField(blank=True, default=b"")),
                ("file", models.BinaryField(blank=True, default=b"")),
                ("file_name", models.CharField(blank=True, max_length=80)),
                ("file_type", models.CharField(blank=True, max_length=40)),
                ("file_size", models.PositiveIntegerField(default=0)),
                ("commitment", models.CharField(max_length=64)),
                ("key", models.BinaryField(max_length=32)),
                ("given_at", models.DateTimeField()),
                ("times_read", models.PositiveIntegerField(default=0)),
                ("last_read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "voice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proof", to="accountability.voice"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="RepresentativeKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("public", models.CharField(max_length=80)),
                ("private", models.BinaryField(blank=True, default=b"")),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("sha256", models.CharField(max_length=64)),
                ("signature", models.JSONField()),
                (
                    "representative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_keys",
                        to="spaces.representative",
                    ),
                ),
            ],
            options={
                "ordering": ["representative", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("representative", "number"), name="representative_key_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("representative",),
                        name="representative_key_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at", None), ("private", b""), _connector="OR"),
                        name="representative_key_ended_is_gone",
                    ),
                ],
            },
        ),
    ]
