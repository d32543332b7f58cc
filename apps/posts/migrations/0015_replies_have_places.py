import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('posts', '0014_replies_placed'),
    ]

    operations = [
        migrations.AlterField(
            'reply',
            'space',
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='spaces.space'),
        ),
    ]
