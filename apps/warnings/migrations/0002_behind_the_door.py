"""A space that ever took warnings about people stays for its members: theirs, and the cases about them, too."""

from django.db import migrations

STAYS = """
CREATE FUNCTION warnings_space_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.visibility <> 'members' AND EXISTS (SELECT 1 FROM warnings_holdswarnings w WHERE w.space_id = NEW.id) THEN
        RAISE EXCEPTION 'a space that took warnings about people stays for its members'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'space_of_warnings_stays_closed';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER space_of_warnings_stays_closed BEFORE UPDATE OF visibility ON spaces_space
    FOR EACH ROW EXECUTE FUNCTION warnings_space_stays_closed();

CREATE FUNCTION warnings_only_for_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM spaces_space s WHERE s.id = NEW.space_id AND s.visibility = 'members' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'warnings about people stand only in a space for members'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'warnings_only_for_members';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER warnings_only_for_members BEFORE INSERT OR UPDATE OF space_id ON warnings_holdswarnings
    FOR EACH ROW EXECUTE FUNCTION warnings_only_for_members();

CREATE FUNCTION warnings_where_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM warnings_holdswarnings w WHERE w.space_id = NEW.space_id) THEN
        RAISE EXCEPTION 'a warning about a person stands only where a space takes them'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'warnings_where_taken';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER warnings_where_taken BEFORE INSERT OR UPDATE OF space_id ON warnings_personwarning
    FOR EACH ROW EXECUTE FUNCTION warnings_where_taken();
"""
OPENS = """
DROP TRIGGER warnings_where_taken ON warnings_personwarning;
DROP FUNCTION warnings_where_taken();
DROP TRIGGER warnings_only_for_members ON warnings_holdswarnings;
DROP FUNCTION warnings_only_for_members();
DROP TRIGGER space_of_warnings_stays_closed ON spaces_space;
DROP FUNCTION warnings_space_stays_closed();
"""


class Migration(migrations.Migration):
    dependencies = [("warnings", "0001_initial")]

    operations = [migrations.RunSQL(STAYS, OPENS)]
