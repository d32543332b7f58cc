"""Imported reviews have no author here, no topic and often no words: no index holds that. References are never looked
up by their first letters: the second index of each, made for that, goes.
"""

import django.db.models.deletion
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import Q

BY_FIRST_LETTERS = {"posts_review": "posts_review_reference_7d6f1de7_like", "posts_post": "posts_post_reference_03177d55_like"}
GONE = "; ".join(f"DROP INDEX IF EXISTS {index}" for index in BY_FIRST_LETTERS.values())
BACK = "; ".join(f"CREATE INDEX {i} ON {table} (reference varchar_pattern_ops)" for table, i in BY_FIRST_LETTERS.items())
SEARCHED, WRITTEN = Q(search__isnull=False), Q(author__isnull=False)


def _index(model: str, index: models.Index) -> migrations.AddIndex:
    return migrations.AddIndex(model_name=model, index=index)


class Migration(migrations.Migration):
    dependencies = [("posts", "0006_fewer_indexes")]

    operations = [
        migrations.RemoveIndex(model_name="post", name="post_search"),
        migrations.RemoveIndex(model_name="post", name="posts_post_author__7d9ecb_idx"),
        migrations.RemoveIndex(model_name="review", name="review_search"),
        migrations.RemoveIndex(model_name="review", name="posts_revie_author__b97f8f_idx"),
        migrations.AlterField(
            model_name="review",
            name="topic",
            field=models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
                related_name="opinions", to="spaces.topic",
            ),
        ),
        _index("post", GinIndex(condition=SEARCHED, fields=["search"], name="post_searched")),
        _index("post", models.Index(condition=WRITTEN, fields=["author", "published_at"], name="post_of_author")),
        _index("review", GinIndex(condition=SEARCHED, fields=["search"], name="review_searched")),
        _index("review", models.Index(condition=WRITTEN, fields=["author", "published_at"], name="review_of_author")),
        _index("review", models.Index(condition=Q(topic__isnull=False), fields=["topic"], name="review_of_topic")),
        migrations.RunSQL(GONE, BACK),
    ]  # fmt: skip
