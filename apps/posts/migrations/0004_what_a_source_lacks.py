from django.db import migrations, models
from django.db.models import Q

RATED = Q(stars__isnull=False) | Q(original_rating__isnull=False)


class Migration(migrations.Migration):
    dependencies = [("posts", "0003_masks_and_their_dates")]

    operations = [
        migrations.AddField(model_name="source", name="lacks", field=models.JSONField(default=list)),
        migrations.RemoveConstraint(model_name="review", name="review_has_a_rating"),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(condition=RATED | Q(source__isnull=False), name="review_has_a_rating"),
        ),
    ]
