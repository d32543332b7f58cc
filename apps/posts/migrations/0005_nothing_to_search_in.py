"""A review without words has nothing to search in: its trigger does not run when it comes in."""

from django.db import migrations

FORWARD = """
DROP TRIGGER posts_review_search ON posts_review;
CREATE TRIGGER posts_review_search_new BEFORE INSERT ON posts_review
  FOR EACH ROW WHEN (NEW.text <> '' OR NEW.title <> '') EXECUTE FUNCTION posts_review_search();
CREATE TRIGGER posts_review_search BEFORE UPDATE OF title, text, state, language ON posts_review
  FOR EACH ROW EXECUTE FUNCTION posts_review_search();
"""
BACK = """
DROP TRIGGER posts_review_search ON posts_review;
DROP TRIGGER posts_review_search_new ON posts_review;
CREATE TRIGGER posts_review_search BEFORE INSERT OR UPDATE OF title, text, state, language ON posts_review
  FOR EACH ROW EXECUTE FUNCTION posts_review_search();
"""


class Migration(migrations.Migration):
    dependencies = [("posts", "0004_what_a_source_lacks")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
