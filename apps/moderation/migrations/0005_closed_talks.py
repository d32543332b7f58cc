from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0004_promises_of_readings")]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("keep", "kept"),
                    ("label", "kept, with a note"),
                    ("ask_edit", "author asked to edit"),
                    ("mask", "masked"),
                    ("pause", "posting paused"),
                    ("close", "talk closed to answers"),
                ],
                max_length=16,
            ),
        ),
    ]
