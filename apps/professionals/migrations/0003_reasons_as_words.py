import apps.base.models
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_skeletons_of_every_alphabet'),
        ('professionals', '0002_verifications'),
        ('spaces', '0007_professionals_until'),
    ]

    operations = [
        migrations.CreateModel(
            name='DoubtReasons',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=apps.base.models.new_reference, editable=False, max_length=24, unique=True)),
                ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English')], default='fr', max_length=2)),
                ('text', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('published', 'published'), ('masked', 'masked'), ('withdrawn', 'withdrawn by its author'), ('erased', 'erased')], default='published', max_length=16)),
                ('masked_spans', models.JSONField(default=list)),
                ('case', models.CharField(blank=True, max_length=24)),
                ('state_at', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField(db_index=True)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.persona')),
                ('doubt', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='said', to='professionals.doubt')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='spaces.space')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
