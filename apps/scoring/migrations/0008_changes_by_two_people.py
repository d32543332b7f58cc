"""A change of rule is enabled by two people, and what was tried stays what was tried: kept by the database itself."""

from django.db import migrations

BY_TWO_PEOPLE = """
CREATE FUNCTION scoring_change_by_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    first bigint;
    second bigint;
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.digest <> OLD.digest OR NEW.parameters <> OLD.parameters OR NEW.replay <> OLD.replay
                             OR NEW.kind <> OLD.kind OR NEW.about <> OLD.about OR NEW.proposer_id <> OLD.proposer_id) THEN
        RAISE EXCEPTION 'what was tried stays what was tried'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'change_stays_as_tried';
    END IF;
    IF NEW.state = 'enabled' AND (TG_OP = 'INSERT' OR OLD.state <> 'enabled') THEN
        SELECT account_id INTO first FROM spaces_mandate WHERE id = NEW.proposer_id;
        SELECT account_id INTO second FROM spaces_mandate WHERE id = NEW.seconder_id;
        IF first IS NULL OR second IS NULL OR first = second THEN
            RAISE EXCEPTION 'a change of rule is enabled by two people'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'change_by_two_people';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER change_by_two_people BEFORE INSERT OR UPDATE ON scoring_rulechange
    FOR EACH ROW EXECUTE FUNCTION scoring_change_by_two_people();
"""

WITHOUT = """
DROP TRIGGER change_by_two_people ON scoring_rulechange;
DROP FUNCTION scoring_change_by_two_people();
"""


class Migration(migrations.Migration):
    dependencies = [("scoring", "0007_rule_changes")]

    operations = [migrations.RunSQL(BY_TWO_PEOPLE, WITHOUT)]
