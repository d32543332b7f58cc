"""What was answered to each opinion becomes words of its own, whoever answered their author."""

from django.db import migrations


def move(apps, schema_editor):
    said = apps.get_model("mediation", "OpinionAnswer")
    rows = apps.get_model("mediation", "MediatorOpinion").objects.exclude(follows=None).filter(answered=None)
    named = apps.get_model("people", "Persona").objects.filter(is_main=True, account__isnull=False)
    mains = dict(named.values_list("account", "pk"))
    for row in rows.select_related("answerer").iterator():
        said.objects.create(
            opinion=row,
            space_id=row.space_id,
            author_id=mains.get(row.answerer.account_id) if row.answerer is not None else None,
            text=row.answer,
            language=row.answer_language or "fr",
            follows=row.follows,
            mandate_id=row.answerer_id,
            published_at=row.answered_at,
        )


def move_back(apps, schema_editor):
    for said in apps.get_model("mediation", "OpinionAnswer").objects.exclude(text="").select_related("opinion"):
        row = said.opinion
        row.answer, row.answer_language, row.follows = said.text, said.language, said.follows
        row.answerer_id, row.answered_at = said.mandate_id, said.published_at
        row.save(update_fields=["answer", "answer_language", "follows", "answerer", "answered_at"])


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0006_skeletons_of_every_alphabet"),
        ("mediation", "0005_answers_as_words"),
    ]

    operations = [migrations.RunPython(move, move_back)]
