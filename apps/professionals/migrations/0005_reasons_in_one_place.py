from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('professionals', '0004_reasons_moved'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='doubt',
            name='reasons',
        ),
    ]
