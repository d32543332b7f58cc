"""Each reply given before has the space of its review, whoever gave it as its author, and its number of wordings.

Earlier wordings of replies that were erased are nobody's any more: they go.
"""

from django.db import migrations
from django.db.models import Count


def place(apps, schema_editor):
    named = apps.get_model("people", "Persona").objects.filter(is_main=True, account__isnull=False)
    mains = dict(named.values_list("account", "pk"))
    revisions = apps.get_model("posts", "Revision").objects
    wordings = dict(revisions.values_list("item").annotate(n=Count("pk")))
    for row in apps.get_model("posts", "Reply").objects.filter(space=None).select_related("review", "professional"):
        row.space_id, row.language = row.review.space_id, row.review.language
        row.author_id = mains.get(row.professional.account_id)
        row.version = 1 + wordings.get(row.reference, 0)
        row.save(update_fields=["space", "language", "author", "version"])
    said = [apps.get_model("posts", name).objects.values("reference") for name in ("Review", "Post", "Reply")]
    orphans = revisions.all()
    for references in said:
        orphans = orphans.exclude(item__in=references)
    orphans.delete()


class Migration(migrations.Migration):

    dependencies = [
        ("posts", "0013_replies_as_words"),
    ]

    operations = [migrations.RunPython(place, migrations.RunPython.noop)]
