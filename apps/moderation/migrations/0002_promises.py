"""What the charter promises about decisions, kept by the database itself."""

from django.db import migrations

BY_A_PERSON = """
CREATE FUNCTION moderation_decision_by_another_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.decided_by_id IS NULL THEN
        RAISE EXCEPTION 'a decision is taken by a person'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_by_a_person';
    END IF;
    IF EXISTS (
        SELECT 1 FROM moderation_case c JOIN people_persona p ON p.id = c.author_id
        WHERE c.id = NEW.case_id AND p.account_id = NEW.decided_by_id
    ) OR EXISTS (
        SELECT 1 FROM moderation_report r JOIN people_persona p ON p.id = r.reporter_id
        WHERE r.case_id = NEW.case_id AND p.account_id = NEW.decided_by_id
    ) THEN
        RAISE EXCEPTION 'a decision is not taken by a party'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_not_by_a_party';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_by_another_person BEFORE INSERT ON moderation_decision
    FOR EACH ROW EXECUTE FUNCTION moderation_decision_by_another_person();
"""

STATED_AND_TOLD = """
CREATE FUNCTION moderation_decision_is_stated_and_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    d moderation_decision%ROWTYPE;
BEGIN
    SELECT * INTO d FROM moderation_decision WHERE id = NEW.id;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM moderation_statementofreasons s WHERE s.decision_id = d.id) THEN
        RAISE EXCEPTION 'a decision has a statement of reasons'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_is_stated';
    END IF;
    IF d.published_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM people_persona p
        WHERE p.account_id IS NOT NULL
          AND (
            p.id = (SELECT c.author_id FROM moderation_case c WHERE c.id = d.case_id)
            OR p.id IN (
                SELECT r.reporter_id FROM moderation_report r
                WHERE r.case_id = d.case_id AND r.filed_at <= d.published_at
            )
          )
          AND NOT EXISTS (SELECT 1 FROM notices_notice n WHERE n.to_id = p.id AND n.about = d.reference)
    ) THEN
        RAISE EXCEPTION 'a published decision is told to its author and to every reporter'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_is_told';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER decision_taken AFTER INSERT ON moderation_decision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION moderation_decision_is_stated_and_told();

CREATE CONSTRAINT TRIGGER decision_published AFTER UPDATE OF published_at ON moderation_decision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.published_at IS NULL AND NEW.published_at IS NOT NULL)
    EXECUTE FUNCTION moderation_decision_is_stated_and_told();
"""

STATEMENT_STAYS = """
CREATE FUNCTION moderation_statement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a statement of reasons is never changed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_is_never_changed';
    END IF;
    IF EXISTS (SELECT 1 FROM moderation_decision d WHERE d.id = OLD.decision_id) THEN
        RAISE EXCEPTION 'a statement of reasons stays as long as its decision'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_stays';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER statement_is_never_changed BEFORE UPDATE ON moderation_statementofreasons
    FOR EACH ROW EXECUTE FUNCTION moderation_statement_stays();

CREATE CONSTRAINT TRIGGER statement_stays AFTER DELETE ON moderation_statementofreasons
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION moderation_statement_stays();
"""

WITHOUT_BY_A_PERSON = """
DROP TRIGGER decision_by_another_person ON moderation_decision;
DROP FUNCTION moderation_decision_by_another_person();
"""
WITHOUT_STATED_AND_TOLD = """
DROP TRIGGER decision_taken ON moderation_decision;
DROP TRIGGER decision_published ON moderation_decision;
DROP FUNCTION moderation_decision_is_stated_and_told();
"""
WITHOUT_STATEMENT_STAYS = """
DROP TRIGGER statement_is_never_changed ON moderation_statementofreasons;
DROP TRIGGER statement_stays ON moderation_statementofreasons;
DROP FUNCTION moderation_statement_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0001_initial"),
        ("notices", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(BY_A_PERSON, WITHOUT_BY_A_PERSON),
        migrations.RunSQL(STATED_AND_TOLD, WITHOUT_STATED_AND_TOLD),
        migrations.RunSQL(STATEMENT_STAYS, WITHOUT_STATEMENT_STAYS),
    ]
