"""Families of notices were divided: who chose one keeps the same rhythm for each of its parts."""

from django.db import migrations

DIVIDED = """
INSERT INTO notices_rhythm (account_id, family, often)
SELECT old.account_id, part.name, old.often
FROM notices_rhythm old
JOIN (VALUES ('cases', 'mine'), ('cases', 'reported'), ('cases', 'office'), ('alerts', 'promises'),
             ('rules', 'proposals'), ('rules', 'votes'), ('other', 'juries')) AS part (of, name) ON part.of = old.family
ON CONFLICT DO NOTHING;
DELETE FROM notices_rhythm WHERE family IN ('cases', 'rules');
"""
JOINED = """
INSERT INTO notices_rhythm (account_id, family, often)
SELECT new.account_id, whole.name, min(new.often)
FROM notices_rhythm new
JOIN (VALUES ('cases', 'mine'), ('cases', 'reported'), ('rules', 'proposals'), ('rules', 'votes')) AS whole (name, part)
    ON whole.part = new.family
GROUP BY new.account_id, whole.name
ON CONFLICT DO NOTHING;
DELETE FROM notices_rhythm
WHERE family IN ('mine', 'reported', 'office', 'promises', 'proposals', 'votes', 'juries');
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_summaries")]

    operations = [migrations.RunSQL(DIVIDED, JOINED)]
