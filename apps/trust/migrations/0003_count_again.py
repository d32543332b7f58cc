"""The published formula keeps more sums since version 1.1: each record is counted again from the answers."""

from django.db import migrations

from apps.algorithms.apomediary import Answer, Record


def count_again(apps, schema_editor):
    marks = apps.get_model("trust", "AnswerMark")
    for moment in apps.get_model("trust", "HelperMoment").objects.exclude(record={}).iterator():
        theirs = marks.objects.filter(space_id=moment.space_id, persona_id=moment.persona_id)
        if moment.topic_id is not None:
            theirs = theirs.filter(topic_id=moment.topic_id)
        record = Record()
        for at, best, thanks in theirs.values_list("at", "best", "thanks"):
            record = record.changed(None, Answer(at.timestamp(), best, thanks, thanks))
        moment.record = record.as_json()
        moment.save(update_fields=["record"])


class Migration(migrations.Migration):
    dependencies = [("trust", "0002_best_answers_by_person")]

    operations = [migrations.RunPython(count_again, migrations.RunPython.noop)]
