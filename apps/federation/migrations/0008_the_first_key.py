from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("federation", "0007_what_scale_a_badge_was_of")]

    operations = [
        migrations.AddField(
            model_name="remoteactor",
            name="first_key",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
    ]
