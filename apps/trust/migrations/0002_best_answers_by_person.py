from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trust", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="answermark",
            index=models.Index(condition=models.Q(("best", True)), fields=["space", "persona", "at"], name="mark_best"),
        ),
    ]
