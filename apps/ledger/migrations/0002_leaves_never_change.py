"""The database itself refuses to change or remove a public leaf."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a leaf of the public log is never changed and never removed'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER ledger_logentry_fixed BEFORE UPDATE OR DELETE ON ledger_logentry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
"""

ALLOW = """
DROP TRIGGER ledger_logentry_fixed ON ledger_logentry;
DROP FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
