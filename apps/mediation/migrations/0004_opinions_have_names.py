import apps.base.models
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mediation', '0003_opinions_named'),
    ]

    operations = [
        migrations.AlterField(
            'mediatoropinion',
            'reference',
            models.CharField(default=apps.base.models.new_reference, editable=False, max_length=24, unique=True),
        ),
        migrations.AlterField(
            'mediatoropinion',
            'space',
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='spaces.space'),
        ),
    ]
