import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_skeletons_of_every_alphabet'),
        ('posts', '0012_talks_of_two'),
        ('spaces', '0008_first_members'),
    ]

    operations = [
        migrations.RemoveField('reply', 'html'),
        migrations.AlterField('reply', 'text', models.TextField(blank=True)),
        migrations.AlterField('reply', 'published_at', models.DateTimeField(db_index=True)),
        migrations.AddField('reply', 'version', models.PositiveIntegerField(default=1)),
        migrations.AddField(
            'reply',
            'language',
            models.CharField(choices=[('fr', 'French'), ('en', 'English')], default='fr', max_length=2),
        ),
        migrations.AddField(
            'reply',
            'state',
            models.CharField(choices=[('published', 'published'), ('masked', 'masked'), ('withdrawn', 'withdrawn by its author'), ('erased', 'erased')], default='published', max_length=16),
        ),
        migrations.AddField('reply', 'masked_spans', models.JSONField(default=list)),
        migrations.AddField('reply', 'case', models.CharField(blank=True, default='', max_length=24), preserve_default=False),
        migrations.AddField('reply', 'state_at', models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            'reply',
            'author',
            models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.persona'),
        ),
        migrations.AddField(
            'reply',
            'space',
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='spaces.space'),
        ),
    ]
