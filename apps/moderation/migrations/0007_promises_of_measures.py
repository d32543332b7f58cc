"""No second decision by the same person or by one linked with the first; an emergency waits for another person."""

from django.db import migrations

BY_ANOTHER = """
CREATE FUNCTION moderation_decision_by_nobody_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM moderation_decision d
        WHERE d.case_id = NEW.case_id AND d.undone_at IS NULL AND d.decided_by_id = NEW.decided_by_id
    ) THEN
        RAISE EXCEPTION 'whoever decided a case before does not decide it again'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_once_per_person';
    END IF;
    IF EXISTS (
        SELECT 1 FROM moderation_decision d
        JOIN moderation_tie t ON t.ended_at IS NULL
        JOIN spaces_mandate a ON a.id = t.mandate_id
        JOIN spaces_mandate b ON b.id = t.colleague_id
        WHERE d.case_id = NEW.case_id AND d.undone_at IS NULL
          AND ((a.account_id = NEW.decided_by_id AND b.account_id = d.decided_by_id)
            OR (b.account_id = NEW.decided_by_id AND a.account_id = d.decided_by_id))
    ) THEN
        RAISE EXCEPTION 'whoever is linked with an earlier decider of a case does not decide it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_by_nobody_linked';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_by_nobody_before BEFORE INSERT ON moderation_decision
    FOR EACH ROW EXECUTE FUNCTION moderation_decision_by_nobody_before();
"""

DECIDER_STAYS = """
CREATE FUNCTION moderation_decider_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.decided_by_id IS NOT NULL AND NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id THEN
        RAISE EXCEPTION 'a decision stays with whoever took it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_stays_with_its_decider';
    END IF;
    IF OLD.undone_at IS NOT NULL AND NEW.undone_at IS NULL THEN
        RAISE EXCEPTION 'what was undone stays undone'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_stays_undone';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decider_stays BEFORE UPDATE ON moderation_decision
    FOR EACH ROW EXECUTE FUNCTION moderation_decider_stays();
"""

EMERGENCY_SAID = """
CREATE FUNCTION moderation_emergency_is_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM moderation_decision d WHERE d.id = NEW.id) AND NOT EXISTS (
        SELECT 1 FROM moderation_emergency e WHERE e.decision_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'an emergency says its ground and by when another must have decided'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_is_said';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER emergency_said AFTER INSERT ON moderation_decision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.instance = 'emergency')
    EXECUTE FUNCTION moderation_emergency_is_said();
"""

TOLD = """
CREATE OR REPLACE FUNCTION moderation_decision_is_stated_and_told() RETURNS trigger LANGUAGE plpgsql AS $$
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
          AND NOT EXISTS (
            SELECT 1 FROM notices_notice n WHERE n.to_id = p.id AND (n.about = d.reference%(together)s)
          )
    ) THEN
        RAISE EXCEPTION 'a published decision is told to its author and to every reporter'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_is_told';
    END IF;
    RETURN NULL;
END $$;
"""
ONCE_FOR_ALL = " OR n.about = (SELECT t.reference FROM moderation_together t WHERE t.id = d.together_id)"

WITHOUT_BY_ANOTHER = """
DROP TRIGGER decision_by_nobody_before ON moderation_decision;
DROP FUNCTION moderation_decision_by_nobody_before();
"""
WITHOUT_DECIDER_STAYS = """
DROP TRIGGER decider_stays ON moderation_decision;
DROP FUNCTION moderation_decider_stays();
"""
WITHOUT_EMERGENCY_SAID = """
DROP TRIGGER emergency_said ON moderation_decision;
DROP FUNCTION moderation_emergency_is_said();
"""


def _told(together: str) -> str:
    return TOLD.replace("%(together)s", together)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0006_measures")]

    operations = [
        migrations.RunSQL(BY_ANOTHER, WITHOUT_BY_ANOTHER),
        migrations.RunSQL(DECIDER_STAYS, WITHOUT_DECIDER_STAYS),
        migrations.RunSQL(EMERGENCY_SAID, WITHOUT_EMERGENCY_SAID),
        migrations.RunSQL(_told(ONCE_FOR_ALL), _told("")),
    ]
