"""What was decided is neither changed nor taken out again in silence; an order of an authority is not appealed here."""

from django.db import migrations

STAYS = """
CREATE FUNCTION moderation_decided_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM moderation_case c WHERE c.id = OLD.case_id) THEN
            RAISE EXCEPTION 'a published decision stays as long as its case'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_stays';
        END IF;
        RETURN NULL;
    END IF;
    IF (NEW.case_id, NEW.instance, NEW.outcome, NEW.rule, NEW.result, NEW.spans, NEW.item_version,
        NEW.decided_at, NEW.publish_at, NEW.ends_at)
       IS DISTINCT FROM
       (OLD.case_id, OLD.instance, OLD.outcome, OLD.rule, OLD.result, OLD.spans, OLD.item_version,
        OLD.decided_at, OLD.publish_at, OLD.ends_at) THEN
        RAISE EXCEPTION 'what was decided is never changed: another decision says otherwise'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_is_never_changed';
    END IF;
    IF NEW.digest <> OLD.digest AND NEW.digest <> '' THEN
        RAISE EXCEPTION 'what was decided about is never changed, only forgotten'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_is_never_changed';
    END IF;
    IF OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at THEN
        RAISE EXCEPTION 'what was published stays published'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_stays_published';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER what_was_decided_stays BEFORE UPDATE ON moderation_decision
    FOR EACH ROW EXECUTE FUNCTION moderation_decided_stays();

CREATE CONSTRAINT TRIGGER decision_stays AFTER DELETE ON moderation_decision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.published_at IS NOT NULL)
    EXECUTE FUNCTION moderation_decided_stays();
"""
WITHOUT_STAYS = """
DROP TRIGGER decision_stays ON moderation_decision;
DROP TRIGGER what_was_decided_stays ON moderation_decision;
DROP FUNCTION moderation_decided_stays();
"""

WAITS = """
CREATE FUNCTION moderation_decision_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.publish_at < NEW.decided_at + interval '10 seconds' THEN
        RAISE EXCEPTION 'a decision can be undone for ten seconds'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_waits_ten_seconds';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_waits_ten_seconds BEFORE INSERT ON moderation_decision
    FOR EACH ROW WHEN (NEW.instance NOT IN ('emergency', 'jury')) EXECUTE FUNCTION moderation_decision_waits();
"""
WITHOUT_WAITS = """
DROP TRIGGER decision_waits_ten_seconds ON moderation_decision;
DROP FUNCTION moderation_decision_waits();
"""

ENDS = """
CREATE FUNCTION moderation_emergency_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.confirm_before > (
        SELECT d.decided_at + interval '24 hours' FROM moderation_decision d WHERE d.id = NEW.decision_id
    ) THEN
        RAISE EXCEPTION 'an emergency is confirmed within a day, or ends by itself'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_ends_within_a_day';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER emergency_ends_within_a_day BEFORE INSERT OR UPDATE OF confirm_before, decision_id
    ON moderation_emergency FOR EACH ROW EXECUTE FUNCTION moderation_emergency_ends();
"""
WITHOUT_ENDS = """
DROP TRIGGER emergency_ends_within_a_day ON moderation_emergency;
DROP FUNCTION moderation_emergency_ends();
"""

APPEALS = """
CREATE FUNCTION moderation_appeal_can_be() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM moderation_case c WHERE c.id = NEW.case_id AND c.opened_by = 'order') THEN
        RAISE EXCEPTION 'an order of an authority is contested before its court, not here'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_of_no_order';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM moderation_decision d JOIN moderation_statementofreasons s ON s.decision_id = d.id
        WHERE d.id = NEW.decision_id AND d.case_id = NEW.case_id
          AND d.published_at IS NOT NULL AND NEW.filed_at < s.appeal_until
    ) THEN
        RAISE EXCEPTION 'an appeal is about a published decision of its case, within the time for it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_in_time';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER appeal_can_be BEFORE INSERT OR UPDATE OF case_id, decision_id, filed_at ON moderation_appeal
    FOR EACH ROW EXECUTE FUNCTION moderation_appeal_can_be();
"""
WITHOUT_APPEALS = """
DROP TRIGGER appeal_can_be ON moderation_appeal;
DROP FUNCTION moderation_appeal_can_be();
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0014_replies")]

    operations = [
        migrations.RunSQL(STAYS, WITHOUT_STAYS),
        migrations.RunSQL(WAITS, WITHOUT_WAITS),
        migrations.RunSQL(ENDS, WITHOUT_ENDS),
        migrations.RunSQL(APPEALS, WITHOUT_APPEALS),
    ]
