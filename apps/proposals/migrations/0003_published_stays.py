"""Promises the database keeps itself: the words that were proposed, the count and the decision are never altered, never
deleted. Words that were taken back before the vote may go, when their author asks to be erased."""

from django.db import migrations

STAYS = """
CREATE FUNCTION proposals_published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was published of a proposal is never altered or deleted: other words are another proposal'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;

CREATE TRIGGER proposal_stays
    BEFORE DELETE OR UPDATE OF reference, version_id, criterion_id, operator_id, space_id, proposed_at, vote_from,
        vote_until, decide_until
    ON proposals_proposal FOR EACH ROW EXECUTE FUNCTION proposals_published_stays();

CREATE TRIGGER proposal_words_stay BEFORE UPDATE OF body_fr, body_en, summary_fr, summary_en ON proposals_proposal
    FOR EACH ROW WHEN (OLD.state <> 'withdrawn') EXECUTE FUNCTION proposals_published_stays();

CREATE TRIGGER proposal_electorate_stays BEFORE UPDATE OF entitled ON proposals_proposal
    FOR EACH ROW WHEN (OLD.state <> 'discussed') EXECUTE FUNCTION proposals_published_stays();

CREATE TRIGGER proposal_author_stays BEFORE UPDATE OF author_id ON proposals_proposal
    FOR EACH ROW WHEN (NEW.author_id IS NOT NULL AND NEW.author_id IS DISTINCT FROM OLD.author_id)
    EXECUTE FUNCTION proposals_published_stays();

CREATE TRIGGER proposal_end_stays BEFORE UPDATE OF state, ended_at ON proposals_proposal
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION proposals_published_stays();

CREATE TRIGGER proposal_turnout_stays BEFORE UPDATE OR DELETE ON proposals_turnout
    FOR EACH ROW EXECUTE FUNCTION proposals_published_stays();

CREATE TRIGGER proposal_tally_stays BEFORE UPDATE OR DELETE ON proposals_tally
    FOR EACH ROW EXECUTE FUNCTION proposals_published_stays();

CREATE TRIGGER proposal_ruling_stays
    BEFORE DELETE OR UPDATE OF reference, proposal_id, adopted, representative_id, named, reasons_fr, reasons_en,
        version_id, criterion_id, ruled_at, sha256, signature
    ON proposals_ruling FOR EACH ROW EXECUTE FUNCTION proposals_published_stays();
"""
WITHOUT = """
DROP TRIGGER proposal_stays ON proposals_proposal;
DROP TRIGGER proposal_words_stay ON proposals_proposal;
DROP TRIGGER proposal_electorate_stays ON proposals_proposal;
DROP TRIGGER proposal_author_stays ON proposals_proposal;
DROP TRIGGER proposal_end_stays ON proposals_proposal;
DROP TRIGGER proposal_turnout_stays ON proposals_turnout;
DROP TRIGGER proposal_tally_stays ON proposals_tally;
DROP TRIGGER proposal_ruling_stays ON proposals_ruling;
DROP FUNCTION proposals_published_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0002_receipts")]

    operations = [migrations.RunSQL(STAYS, WITHOUT)]
