from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("federation", "0004_homes_and_words_of_hosts")]

    operations = [
        migrations.AddField(
            model_name="remoteitem",
            name="awaits",
            field=models.CharField(blank=True, default="", max_length=1000),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="remoteitem",
            index=models.Index(condition=~Q(awaits=""), fields=["awaits"], name="remote_item_awaits"),
        ),
    ]
