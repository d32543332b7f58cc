"""What is promised about opinions, kept by the database itself."""

from django.db import migrations

BY_ANOTHER_PERSON = """
CREATE FUNCTION moderation_reading_by_another_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.reader_id IS NULL OR EXISTS (
        SELECT 1 FROM moderation_audit a JOIN people_persona p ON p.id = a.author_id
        WHERE a.id = NEW.audit_id AND p.account_id = NEW.reader_id
    ) THEN
        RAISE EXCEPTION 'an audit is read by a person who did not write what is read'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reading_not_by_the_author';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER reading_by_another_person BEFORE INSERT ON moderation_reading
    FOR EACH ROW EXECUTE FUNCTION moderation_reading_by_another_person();
"""

OPINIONS_STAY = """
CREATE FUNCTION moderation_opinion_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.verdict <> '' AND NEW.verdict <> OLD.verdict THEN
        RAISE EXCEPTION 'an opinion stays as it was given'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'opinion_stays';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER opinion_stays BEFORE UPDATE ON moderation_reading
    FOR EACH ROW EXECUTE FUNCTION moderation_opinion_stays();
CREATE TRIGGER opinion_stays BEFORE UPDATE ON moderation_firstopinion
    FOR EACH ROW EXECUTE FUNCTION moderation_opinion_stays();
"""

OPINION_BEFORE_SCORE = """
CREATE FUNCTION moderation_opinion_before_score() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM moderation_firstopinion o
        WHERE o.case_id = NEW.case_id AND o.reader_id = NEW.decided_by_id
    ) THEN
        RAISE EXCEPTION 'where the score opens after a first opinion, there is one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_after_a_first_opinion';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER opinion_before_score BEFORE INSERT ON moderation_decision
    FOR EACH ROW WHEN (NEW.score_shown = 'after') EXECUTE FUNCTION moderation_opinion_before_score();
"""

WITHOUT_BY_ANOTHER_PERSON = """
DROP TRIGGER reading_by_another_person ON moderation_reading;
DROP FUNCTION moderation_reading_by_another_person();
"""
WITHOUT_OPINIONS_STAY = """
DROP TRIGGER opinion_stays ON moderation_reading;
DROP TRIGGER opinion_stays ON moderation_firstopinion;
DROP FUNCTION moderation_opinion_stays();
"""
WITHOUT_OPINION_BEFORE_SCORE = """
DROP TRIGGER opinion_before_score ON moderation_decision;
DROP FUNCTION moderation_opinion_before_score();
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0003_readings")]

    operations = [
        migrations.RunSQL(BY_ANOTHER_PERSON, WITHOUT_BY_ANOTHER_PERSON),
        migrations.RunSQL(OPINIONS_STAY, WITHOUT_OPINIONS_STAY),
        migrations.RunSQL(OPINION_BEFORE_SCORE, WITHOUT_OPINION_BEFORE_SCORE),
    ]
