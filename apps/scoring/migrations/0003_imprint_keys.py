import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scoring", "0002_forget_imprints")]

    operations = [
        migrations.RemoveIndex(model_name="imprint", name="imprint_bands"),
        migrations.RemoveIndex(model_name="imprint", name="scoring_imp_space_i_8e0db2_idx"),
        migrations.RemoveField(model_name="imprint", name="bands"),
        migrations.AddField(
            model_name="imprint",
            name="keys",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="imprint",
            index=django.contrib.postgres.indexes.GinIndex(fields=["keys"], name="imprint_keys"),
        ),
    ]
