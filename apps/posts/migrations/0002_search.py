"""Full text in French and English, accents folded: one configuration per language, filled by triggers.

Triggers rather than code, because COPY fills the same tables.
"""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

CONFIGURATIONS = """
CREATE TEXT SEARCH CONFIGURATION folded_fr (COPY = french);
ALTER TEXT SEARCH CONFIGURATION folded_fr
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
CREATE TEXT SEARCH CONFIGURATION folded_en (COPY = english);
ALTER TEXT SEARCH CONFIGURATION folded_en
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
CREATE FUNCTION folded(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT CASE language WHEN 'en' THEN 'folded_en'::regconfig ELSE 'folded_fr'::regconfig END $$;
"""
NO_CONFIGURATIONS = """
DROP FUNCTION folded(text);
DROP TEXT SEARCH CONFIGURATION folded_en;
DROP TEXT SEARCH CONFIGURATION folded_fr;
"""
# What is masked, withdrawn or erased is not found.
TRIGGERS = """
CREATE FUNCTION posts_review_search() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  NEW.search := CASE WHEN NEW.state = 'published' THEN
    setweight(to_tsvector(folded(NEW.language), NEW.title), 'A') || to_tsvector(folded(NEW.language), NEW.text) END;
  RETURN NEW; END $$;
CREATE TRIGGER posts_review_search BEFORE INSERT OR UPDATE OF title, text, state, language ON posts_review
  FOR EACH ROW EXECUTE FUNCTION posts_review_search();
CREATE FUNCTION posts_post_search() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  NEW.search := CASE WHEN NEW.state = 'published' THEN to_tsvector(folded(NEW.language), NEW.text) || CASE
    WHEN NEW.number = 1 THEN
      setweight(to_tsvector(folded(NEW.language), (SELECT title FROM posts_thread WHERE id = NEW.thread_id)), 'A')
    ELSE ''::tsvector END END;
  RETURN NEW; END $$;
CREATE TRIGGER posts_post_search BEFORE INSERT OR UPDATE OF text, state, language ON posts_post
  FOR EACH ROW EXECUTE FUNCTION posts_post_search();
CREATE FUNCTION posts_subject_search() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  NEW.search := to_tsvector('folded_fr', NEW.name || ' ' || NEW.place)
    || to_tsvector('folded_en', NEW.name || ' ' || NEW.place);
  RETURN NEW; END $$;
CREATE TRIGGER posts_subject_search BEFORE INSERT OR UPDATE OF name, place ON posts_subject
  FOR EACH ROW EXECUTE FUNCTION posts_subject_search();
"""
NO_TRIGGERS = """
DROP TRIGGER posts_subject_search ON posts_subject; DROP FUNCTION posts_subject_search();
DROP TRIGGER posts_post_search ON posts_post; DROP FUNCTION posts_post_search();
DROP TRIGGER posts_review_search ON posts_review; DROP FUNCTION posts_review_search();
"""


class Migration(migrations.Migration):
    dependencies = [("posts", "0001_initial")]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(CONFIGURATIONS, NO_CONFIGURATIONS),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]
