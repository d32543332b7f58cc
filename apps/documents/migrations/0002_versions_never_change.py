"""The database itself refuses to change or remove a published version."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION documents_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published version is never changed and never removed: publish another'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER documents_version_fixed BEFORE UPDATE OR DELETE ON documents_version
    FOR EACH ROW EXECUTE FUNCTION documents_refuse_change();
"""

ALLOW = """
DROP TRIGGER documents_version_fixed ON documents_version;
DROP FUNCTION documents_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
