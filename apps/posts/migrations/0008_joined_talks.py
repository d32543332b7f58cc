import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0007_no_index_of_what_is_not_there")]

    operations = [
        migrations.CreateModel(
            name="JoinedTalk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was", models.BigIntegerField(unique=True)),
                ("at", models.DateTimeField()),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="joined", to="posts.thread"
                    ),
                ),
            ],
        ),
    ]
