"""By which versions a jury is drawn and balanced is kept with it: a later rule does not alter what was announced."""

from django.db import migrations, models

ANNOUNCED = {
    "seats": {"members": 5, "helpers": 2},
    "draw": {"algorithm": "audit_sample", "version": "1.0"},
    "balance": {"algorithm": "jury", "version": "1.0"},
}

STAY = """
CREATE TRIGGER jury_terms_stay BEFORE UPDATE OF terms ON juries_jury
    FOR EACH ROW EXECUTE FUNCTION juries_published_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("juries", "0002_promises")]

    operations = [
        migrations.AddField("jury", "terms", models.JSONField(default=ANNOUNCED), preserve_default=False),
        migrations.RunSQL(STAY, "DROP TRIGGER jury_terms_stay ON juries_jury;"),
    ]
