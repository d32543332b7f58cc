"""Promises the database keeps itself: what was announced, drawn, found and answered is never altered, never deleted."""

from django.db import migrations

STAYS = """
CREATE FUNCTION audits_published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was published of an audit is never altered or deleted: announce another'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;

CREATE TRIGGER audit_announcement_stays
    BEFORE DELETE OR UPDATE OF reference, operator_id, space_id, version_id, population, since, until, items,
        items_sha256, size, roster, lookers, question_fr, question_en, named, announced_at, due_at, sha256, signature
    ON audits_audit FOR EACH ROW EXECUTE FUNCTION audits_published_stays();

CREATE TRIGGER audit_end_stays BEFORE UPDATE OF state, ended_at, ended_why_fr, ended_why_en ON audits_audit
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION audits_published_stays();

CREATE TRIGGER audit_draw_stays BEFORE UPDATE OR DELETE ON audits_draw
    FOR EACH ROW EXECUTE FUNCTION audits_published_stays();

CREATE TRIGGER audit_item_stays BEFORE UPDATE OR DELETE ON audits_item
    FOR EACH ROW EXECUTE FUNCTION audits_published_stays();

CREATE TRIGGER audit_seat_stays
    BEFORE DELETE OR UPDATE OF reference, audit_id, named, number, seated_at ON audits_seat
    FOR EACH ROW EXECUTE FUNCTION audits_published_stays();

CREATE TRIGGER audit_seat_ended_stays
    BEFORE UPDATE OF left_at, left_why, verdict, words_fr, words_en, finished_at ON audits_seat
    FOR EACH ROW WHEN (OLD.left_at IS NOT NULL OR OLD.finished_at IS NOT NULL)
    EXECUTE FUNCTION audits_published_stays();

CREATE FUNCTION audits_finding_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM audits_seat
        WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.seat_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.seat_id END)
          AND (left_at IS NOT NULL OR finished_at IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'what an auditor found is never altered once they have ended'
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER audit_finding_stays BEFORE INSERT OR UPDATE OR DELETE ON audits_finding
    FOR EACH ROW EXECUTE FUNCTION audits_finding_stays();

CREATE TRIGGER audit_result_stays BEFORE UPDATE OR DELETE ON audits_result
    FOR EACH ROW EXECUTE FUNCTION audits_published_stays();

CREATE TRIGGER audit_answer_stays BEFORE UPDATE OR DELETE ON audits_answer
    FOR EACH ROW EXECUTE FUNCTION audits_published_stays();
"""
WITHOUT = """
DROP TRIGGER audit_announcement_stays ON audits_audit;
DROP TRIGGER audit_end_stays ON audits_audit;
DROP TRIGGER audit_draw_stays ON audits_draw;
DROP TRIGGER audit_item_stays ON audits_item;
DROP TRIGGER audit_seat_stays ON audits_seat;
DROP TRIGGER audit_seat_ended_stays ON audits_seat;
DROP TRIGGER audit_finding_stays ON audits_finding;
DROP TRIGGER audit_result_stays ON audits_result;
DROP TRIGGER audit_answer_stays ON audits_answer;
DROP FUNCTION audits_finding_stays();
DROP FUNCTION audits_published_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("audits", "0001_initial")]

    operations = [migrations.RunSQL(STAYS, WITHOUT)]
