"""Promises the database keeps itself: what was published of a criterion or a label is never altered, never deleted."""

from django.db import migrations

STAYS = """
CREATE FUNCTION labels_published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was published of the label is never altered or deleted: publish another version'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;

CREATE TRIGGER criterion_version_stays BEFORE UPDATE OR DELETE ON labels_criterionversion
    FOR EACH ROW EXECUTE FUNCTION labels_published_stays();

CREATE TRIGGER criterion_keeps_its_code BEFORE UPDATE OF code ON labels_criterion
    FOR EACH ROW WHEN (OLD.code IS DISTINCT FROM NEW.code) EXECUTE FUNCTION labels_published_stays();

CREATE TRIGGER label_stays
    BEFORE DELETE OR UPDATE OF operator_id, place, named, granted_at, valid_until, jcs, rdfc, sha256 ON labels_label
    FOR EACH ROW EXECUTE FUNCTION labels_published_stays();

CREATE TRIGGER label_change_stays
    BEFORE DELETE OR UPDATE OF label_id, purpose, holds, reason_fr, reason_en, named, changed_at, sha256, signature
    ON labels_labelchange FOR EACH ROW EXECUTE FUNCTION labels_published_stays();
"""
WITHOUT = """
DROP TRIGGER criterion_version_stays ON labels_criterionversion;
DROP TRIGGER criterion_keeps_its_code ON labels_criterion;
DROP TRIGGER label_stays ON labels_label;
DROP TRIGGER label_change_stays ON labels_labelchange;
DROP FUNCTION labels_published_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("labels", "0003_labels_of_others")]

    operations = [migrations.RunSQL(STAYS, WITHOUT)]
