from django.db import migrations


def explain(apps, schema_editor):
    """What was earned before gets its address."""
    feedback, explained = (apps.get_model("trust", name) for name in ("Feedback", "Explained"))
    places = feedback.objects.values_list("receiver", "space", "topic").distinct()
    explained.objects.bulk_create(
        [explained(persona_id=who, space_id=space, topic_id=topic) for who, space, topic in places], batch_size=1000
    )


class Migration(migrations.Migration):
    dependencies = [("trust", "0007_scales_and_reasons")]
    operations = [migrations.RunPython(explain, migrations.RunPython.noop)]
