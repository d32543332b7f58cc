from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('mediation', '0006_answers_moved'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='mediatoropinion',
            name='answer',
        ),
        migrations.RemoveField(
            model_name='mediatoropinion',
            name='answer_language',
        ),
        migrations.RemoveField(
            model_name='mediatoropinion',
            name='answered_at',
        ),
        migrations.RemoveField(
            model_name='mediatoropinion',
            name='answerer',
        ),
        migrations.RemoveField(
            model_name='mediatoropinion',
            name='follows',
        ),
    ]
