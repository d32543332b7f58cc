"""The database itself refuses to change a checkpoint, or a hash of the tree that stands."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION ledger_tile_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.level = OLD.level AND NEW.number = OLD.number
           AND substring(NEW.hashes FROM 1 FOR length(OLD.hashes)) = OLD.hashes THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a hash of the public log is never changed and never removed'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER ledger_tile_grows BEFORE UPDATE OR DELETE ON ledger_tile
    FOR EACH ROW EXECUTE FUNCTION ledger_tile_grows();
CREATE FUNCTION ledger_checkpoint_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a checkpoint of the public log is never changed and never removed'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER ledger_checkpoint_fixed BEFORE UPDATE OR DELETE ON ledger_checkpoint
    FOR EACH ROW EXECUTE FUNCTION ledger_checkpoint_stays();
"""

ALLOW = """
DROP TRIGGER ledger_tile_grows ON ledger_tile;
DROP FUNCTION ledger_tile_grows();
DROP TRIGGER ledger_checkpoint_fixed ON ledger_checkpoint;
DROP FUNCTION ledger_checkpoint_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_the_tree")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
