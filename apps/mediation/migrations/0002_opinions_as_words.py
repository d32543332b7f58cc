import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mediation', '0001_initial'),
        ('people', '0006_skeletons_of_every_alphabet'),
        ('spaces', '0007_professionals_until'),
    ]

    operations = [
        migrations.RenameField('mediatoropinion', 'given_at', 'published_at'),
        migrations.AlterField('mediatoropinion', 'published_at', models.DateTimeField(db_index=True)),
        migrations.AlterField('mediatoropinion', 'text', models.TextField(blank=True)),
        migrations.AlterField(
            'mediatoropinion',
            'language',
            models.CharField(choices=[('fr', 'French'), ('en', 'English')], default='fr', max_length=2),
        ),
        migrations.AddField(
            'mediatoropinion',
            'reference',
            models.CharField(editable=False, max_length=24, null=True),
        ),
        migrations.AddField(
            'mediatoropinion',
            'space',
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='spaces.space'),
        ),
        migrations.AddField(
            'mediatoropinion',
            'author',
            models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.persona'),
        ),
        migrations.AddField(
            'mediatoropinion',
            'state',
            models.CharField(choices=[('published', 'published'), ('masked', 'masked'), ('withdrawn', 'withdrawn by its author'), ('erased', 'erased')], default='published', max_length=16),
        ),
        migrations.AddField('mediatoropinion', 'masked_spans', models.JSONField(default=list)),
        migrations.AddField('mediatoropinion', 'case', models.CharField(blank=True, max_length=24, default=''), preserve_default=False),
        migrations.AddField('mediatoropinion', 'state_at', models.DateTimeField(blank=True, null=True)),
    ]
