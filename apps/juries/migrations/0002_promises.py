"""What is promised of juries, kept by the database: no juror with a part in the case, votes of persons, no change."""

from django.db import migrations

NO_PART = """
CREATE FUNCTION juries_seat_has_no_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person bigint;
    about bigint;
BEGIN
    IF NEW.persona_id IS NULL AND NEW.left_at IS NOT NULL THEN
        RETURN NEW;  -- passed over: nobody sits here
    END IF;
    SELECT account_id INTO person FROM people_persona WHERE id = NEW.persona_id;
    SELECT case_id INTO about FROM juries_jury WHERE id = NEW.jury_id;
    IF person IS NULL OR EXISTS (
        SELECT 1 FROM moderation_case c JOIN people_persona p ON p.id = c.author_id
        WHERE c.id = about AND p.account_id = person
    ) OR EXISTS (
        SELECT 1 FROM moderation_report r JOIN people_persona p ON p.id = r.reporter_id
        WHERE r.case_id = about AND p.account_id = person
    ) OR EXISTS (
        SELECT 1 FROM moderation_decision d WHERE d.case_id = about AND d.decided_by_id = person
    ) OR EXISTS (
        SELECT 1 FROM juries_seat s JOIN people_persona p ON p.id = s.persona_id
        WHERE s.jury_id = NEW.jury_id AND p.account_id = person
    ) THEN
        RAISE EXCEPTION 'a juror is a person without a part in the case, and sits once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'juror_has_no_part';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER juror_has_no_part BEFORE INSERT ON juries_seat
    FOR EACH ROW EXECUTE FUNCTION juries_seat_has_no_part();
"""

STAYS = """
CREATE FUNCTION juries_published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was published of a jury is never altered or deleted'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;

CREATE TRIGGER jury_announcement_stays
    BEFORE DELETE OR UPDATE OF reference, case_id, members, helpers, options, contested, digest, called_at, due_at,
        sha256, signature
    ON juries_jury FOR EACH ROW EXECUTE FUNCTION juries_published_stays();

CREATE TRIGGER jury_end_stays BEFORE UPDATE OF state, decision_id, ended_at ON juries_jury
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION juries_published_stays();

CREATE TRIGGER jury_draw_stays BEFORE UPDATE OR DELETE ON juries_jurydraw
    FOR EACH ROW EXECUTE FUNCTION juries_published_stays();

CREATE TRIGGER jury_seat_stays
    BEFORE DELETE OR UPDATE OF reference, jury_id, lot, "group", side, number, invited_at ON juries_seat
    FOR EACH ROW EXECUTE FUNCTION juries_published_stays();

CREATE FUNCTION juries_vote_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.outcome IS DISTINCT FROM OLD.outcome
       AND EXISTS (SELECT 1 FROM juries_jury j WHERE j.id = NEW.jury_id AND j.ended_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a vote stays as it was counted'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'jury_vote_stays';
    END IF;
    IF NEW.persona_id IS NOT NULL AND NEW.persona_id IS DISTINCT FROM OLD.persona_id THEN
        RAISE EXCEPTION 'a seat stays with whom the draw named'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'jury_seat_stays_with_its_juror';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER jury_vote_stays BEFORE UPDATE ON juries_seat
    FOR EACH ROW EXECUTE FUNCTION juries_vote_stays();
"""

PERSONS_DECIDE = """
DROP TRIGGER decision_by_another_person ON moderation_decision;
CREATE TRIGGER decision_by_another_person BEFORE INSERT ON moderation_decision
    FOR EACH ROW WHEN (NEW.instance <> 'jury') EXECUTE FUNCTION moderation_decision_by_another_person();

CREATE FUNCTION juries_decision_stands_on_votes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    seated integer;
    voted integer;
    as_strict integer;
BEGIN
    SELECT count(*), count(*) FILTER (WHERE s.outcome <> ''), count(*) FILTER (WHERE s.outcome = NEW.outcome)
    INTO seated, voted, as_strict
    FROM juries_jury j JOIN juries_seat s ON s.jury_id = j.id AND s.left_at IS NULL
    WHERE j.decision_id = NEW.id AND j.case_id = NEW.case_id;
    IF NEW.decided_by_id IS NOT NULL OR voted * 2 <= seated OR as_strict = 0 THEN
        RAISE EXCEPTION 'a decision of a jury stands on the votes of more than half of its seats'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_of_a_jury_stands_on_votes';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER decision_of_a_jury AFTER INSERT ON moderation_decision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.instance = 'jury')
    EXECUTE FUNCTION juries_decision_stands_on_votes();
"""

WITHOUT_NO_PART = """
DROP TRIGGER juror_has_no_part ON juries_seat;
DROP FUNCTION juries_seat_has_no_part();
"""
WITHOUT_STAYS = """
DROP TRIGGER jury_announcement_stays ON juries_jury;
DROP TRIGGER jury_end_stays ON juries_jury;
DROP TRIGGER jury_draw_stays ON juries_jurydraw;
DROP TRIGGER jury_seat_stays ON juries_seat;
DROP TRIGGER jury_vote_stays ON juries_seat;
DROP FUNCTION juries_vote_stays();
DROP FUNCTION juries_published_stays();
"""
WITHOUT_PERSONS_DECIDE = """
DROP TRIGGER decision_of_a_jury ON moderation_decision;
DROP FUNCTION juries_decision_stands_on_votes();
DROP TRIGGER decision_by_another_person ON moderation_decision;
CREATE TRIGGER decision_by_another_person BEFORE INSERT ON moderation_decision
    FOR EACH ROW EXECUTE FUNCTION moderation_decision_by_another_person();
"""


class Migration(migrations.Migration):
    dependencies = [("juries", "0001_initial")]

    operations = [
        migrations.RunSQL(NO_PART, WITHOUT_NO_PART),
        migrations.RunSQL(STAYS, WITHOUT_STAYS),
        migrations.RunSQL(PERSONS_DECIDE, WITHOUT_PERSONS_DECIDE),
    ]
