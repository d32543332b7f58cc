"""Content from elsewhere: marked, taken once, never half, and every refused line with its reason."""

import gzip
import json
import lzma
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection

from apps.gate.imports import runs
from apps.gate.imports.files import BadFile
from apps.gate.imports.files import Source as FileSource
from apps.gate.models import FileTaken
from apps.ledger.models import Event, Pending
from apps.posts.models import Post, Review, Source, Subject, Thread
from apps.scoring.models import Score
from apps.spaces.models import Space, Visibility
from tests.scoring.world import make_space

pytestmark = pytest.mark.django_db

FORUM = """\
when;solved;id;heading;link;body;who;thanks;kind
04/07/2013 02:33:00;true;1;Which stamp?;/t/td-p/501;Where do I put the seal?;aram;0;question
04/07/2013 22:49:00;;1.1;Re: Which stamp?;/t/td-p/501;Top right, always.;ergin;2;answer
05/07/2013 08:00;solution;1.2;Re: Which stamp?;/t/td-p/501;"Bottom left;
said the manual.";mike;1;answer
06/07/2013 08:00;false;2;Second matter;/t/td-p/502;<b>Bold</b> & sure?;aram;0;question
"""
FORUM_MAPPING = """
kind = "threads"
language = "en"
source = { slug = "old-forum", name = "Old forum", licence = "CC BY 4.0", attribution = "its members" }
file = { delimiter = ";" }
[fields]
thread = { column = "link", pattern = '/td-p/(\\d+)' }
number = { column = "id", pattern = '\\.(\\d+)$', default = "0" }
title = { column = "heading" }
text = { column = "body" }
author = { column = "who" }
at = { column = "when", dates = ["%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"] }
thanks = { column = "thanks" }
question = { column = "kind", equals = "question" }
best = { column = "solved", equals = "solution" }
"""


@pytest.fixture
def written(tmp_path):
    """Write a small file and give its path."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        data = content.encode() if isinstance(content, str) else content
        opener = {".gz": gzip.open, ".xz": lzma.open}.get(path.suffix, open)
        with opener(path, "wb") as file:
            file.write(data)
        return path

    return write


@pytest.fixture
def forum_in(written):
    def take(content: str | bytes = FORUM, name: str = "forum.csv", mapping: str = FORUM_MAPPING) -> FileTaken:
        files = str(written(name, content)), str(written("map.toml", mapping))
        call_command("import_threads", files[0], mapping=files[1], space="old-forum", verbosity=0)
        return FileTaken.objects.latest("pk")

    return take


def refused() -> list[str]:
    """Reasons in the report of the last file."""
    return runs.report_path(FileTaken.objects.latest("pk")).read_text().splitlines()


def test_talks_come_in_with_their_questions_answers_and_marks(forum_in):
    forum_in()

    thread = Thread.objects.get(source_id_there="501")
    assert (thread.title, thread.is_question, thread.post_count) == ("Which stamp?", True, 3)
    assert thread.best_answer.author_name == "mike"
    assert thread.last_post_at == datetime(2013, 7, 5, 8, tzinfo=UTC)
    assert [post.helpful_count for post in thread.posts.order_by("number")] == [0, 2, 1]
    assert thread.posts.get(number=3).text == "Bottom left;\nsaid the manual."


def test_what_was_imported_is_marked_and_belongs_to_nobody_here(forum_in):
    forum_in()

    post = Post.objects.first()
    assert (post.source.name, post.source.licence) == ("Old forum", "CC BY 4.0")
    assert post.author is None
    assert post.thread.space.imported
    assert Space.objects.get().operator.slug == settings.PLATFORM_OPERATOR


def test_html_in_plain_text_is_shown_as_it_was_typed(forum_in):
    forum_in()

    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; sure?" in Post.objects.get(thread__source_id_there="502").html


def test_the_same_file_twice_is_taken_once_and_logged_once(forum_in):
    forum_in()
    forum_in()

    assert Post.objects.count() == 4
    assert FileTaken.objects.count() == 1
    assert Pending.objects.filter(kind="content.imported").count() == 1
    assert not Event.objects.filter(kind="post.published").exists()


def test_the_same_messages_in_another_file_are_duplicates_with_a_reason(forum_in):
    forum_in()
    forum_in(FORUM + "07/07/2013 08:00;;2.1;Re: Second matter;/t/td-p/502;Quite sure.;ergin;0;answer\n", "more.csv")

    assert Post.objects.count() == 5
    assert Thread.objects.get(source_id_there="502").post_count == 2
    assert refused()[0] == "2\tduplicate: it is here already"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("31/31/2013 08:00;;3;T;/t/td-p/9;text;who;0;question", "at: “31/31/2013 08:00” is not a date"),
        ("01/01/2199 08:00;;3;T;/t/td-p/9;text;who;0;question", "at: “01/01/2199 08:00” is not a date"),
        ("06/07/2013 08:00;;3;T;/t/td-p/9;te\x00xt;who;0;question", "text: holds a NUL"),
        (b"06/07/2013 08:00;;3;T;/t/td-p/9;te\xffxt;who;0;question", "text: holds bytes that are no text"),
        ("06/07/2013 08:00;;3;T;/t/td-p/9;te\u202ext;who;0;question", "text: holds characters that reverse"),
        ("06/07/2013 08:00;;3;T;/t/td-p/9;  ;who;0;question", "text: empty"),
        ("06/07/2013 08:00;;3;T;/t/none;text;who;0;question", "thread: empty"),
        ("06/07/2013 08:00;;3;T;/t/td-p/9;text;who;many;question", "thanks: “many” is not a whole number"),
        ("06/07/2013 08:00;;3;" + "T" * 201 + ";/t/td-p/9;text;who;0;question", "title: 201 characters, at most 200"),
        ("06/07/2013 08:00;;3;T", "missing column: 4 instead of 9"),
        ("06/07/2013 08:00;;3;T;/t/td-p/9;text;who;0;question;more", "too many columns: 10 instead of 9"),
    ],
)
def test_a_line_that_cannot_be_taken_is_reported_and_the_others_come_in(forum_in, line, reason):
    raw = line if isinstance(line, bytes) else line.encode()

    taken = forum_in(FORUM.encode() + raw + b"\n")

    assert (taken.rows_taken, taken.rows_refused) == (4, 1)
    assert refused()[0].startswith(f"7\t{reason}")


@pytest.mark.parametrize("suffix", ["", ".gz", ".xz"])
@pytest.mark.parametrize("form", ["csv", "jsonl", "json"])
def test_every_form_gives_the_same_rows(written, form, suffix):
    rows = [{"a": "1", "b": 'é, "x"'}, {"a": "2", "b": "line\nbreak"}]
    contents = {
        "csv": 'a,b\n1,"é, ""x"""\n2,"line\nbreak"\n',
        "jsonl": "\n".join(map(json.dumps, rows)),
        "json": json.dumps(rows),
    }

    read = [row for _line, row in FileSource(written(f"rows.{form}{suffix}", contents[form])).rows()]

    assert read == rows


def test_a_damaged_file_is_told_in_a_sentence_and_what_was_whole_stays(written, monkeypatch):
    monkeypatch.setattr(runs, "ROWS_TOGETHER", 2)
    whole = gzip.compress(FORUM.encode() * 1 + b"x" * 200_000)
    path = written("forum.csv", "")
    path = path.rename(path.with_name("cut.csv.gz"))
    path.write_bytes(whole[:-40])

    with pytest.raises(CommandError, match="damaged or cut short"):
        call_command(
            "import_threads", str(path), mapping=str(written("map.toml", FORUM_MAPPING)), space="old-forum", verbosity=0
        )

    assert Post.objects.count() in {2, 4}


def test_a_run_that_was_stopped_goes_on_where_it_was(forum_in, monkeypatch):
    monkeypatch.setattr(runs, "ROWS_TOGETHER", 2)
    _run_sql(
        "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk full'; END $$",
        "CREATE TRIGGER disk_full BEFORE INSERT ON posts_post FOR EACH ROW WHEN (NEW.number = 3) "
        "EXECUTE FUNCTION disk_full()",
    )
    with pytest.raises(ProgrammingError):
        forum_in()
    assert (Post.objects.count(), FileTaken.objects.get().rows_read) == (2, 2)

    _run_sql("DROP TRIGGER disk_full ON posts_post")
    taken = forum_in()

    assert Post.objects.count() == 4
    assert (taken.rows_read, taken.rows_taken, taken.rows_refused) == (4, 4, 0)


def _run_sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_people_and_imports_do_not_share_a_space(written):
    make_space("old-forum")

    with pytest.raises(CommandError, match="an import needs a space of its own"):
        call_command(
            "import_threads",
            str(written("f.csv", FORUM)),
            mapping=str(written("m.toml", FORUM_MAPPING)),
            space="old-forum",
        )


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ("kind = 'ratings'", "is a mapping of ratings, not of threads"),
        ("kind = ", "Invalid value"),
        (FORUM_MAPPING.replace("licence", "license"), "source.licence is missing"),
        (FORUM_MAPPING.replace('title = { column = "heading" }', ""), "missing fields ['title']"),
        (FORUM_MAPPING.replace('"heading"', '"heading", colour = "red"'), "colour, which means nothing here"),
        (FORUM_MAPPING.replace('"en"', '"de"'), "language must be fr or en"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_with_a_sentence(forum_in, mapping, sentence):
    with pytest.raises(CommandError) as refusal:
        forum_in(mapping=mapping)

    assert sentence in str(refusal.value)


def test_an_unknown_mapping_names_those_that_exist(written):
    with pytest.raises(CommandError, match="docusign-forum, hotel-reviews, otc-ratings"):
        call_command("import_threads", str(written("f.csv", FORUM)), mapping="none", space="x")


def test_a_file_that_is_not_there_or_of_an_unknown_form_is_told(tmp_path, written):
    with pytest.raises(BadFile, match="There is no file"):
        FileSource(tmp_path / "nothing.csv")
    with pytest.raises(BadFile, match=r"only \.csv"):
        list(FileSource(written("table.xlsx", "x")).rows())


# --- ratings -----------------------------------------------------------------------------------------


def ratings(count: int = 40) -> str:
    lines = [f"{6 + n % 9},{1 + n % 4},{(n % 7) - 2},{1289241912 + n * 40_000}" for n in range(count)]
    return "source,target,rating,time\n" + "\n".join(lines) + "\n"


def test_ratings_keep_their_own_scale_and_are_scored(written):
    path = written("otc.csv.gz", ratings() + "6,2,11,1289241912\n6,2,4,yesterday\n")

    call_command("import_ratings", str(path), mapping="otc-ratings", space="otc", verbosity=0)

    review = Review.objects.order_by("published_at").first()
    assert (review.stars, review.original_rating, review.original_scale) == (None, -2, "-10..10")
    assert (review.author_name, review.subject.name) == ("#6", "#1")
    assert Space.objects.get().visibility == Visibility.MEMBERS
    assert min(Subject.objects.values_list("slug", flat=True)) == "bitcoin-otc-1"
    assert Score.objects.current().count() == 40
    assert [line.split("\t")[1] for line in refused()] == [
        "rating: 11 is not between -10 and 10",
        "at: “yesterday” is not a date",
    ]


def test_nothing_imported_asks_the_desk_to_look(written):
    call_command("import_ratings", str(written("o.csv", ratings(120))), mapping="otc-ratings", space="otc", verbosity=0)

    assert not Event.objects.filter(kind="score.flagged").exists()


def test_stars_are_stars_and_subjects_with_close_names_stay_apart(written):
    mapping = """
    kind = "ratings"
    scale = [1, 5]
    subject_kind = "place"
    source = { slug = "guide", name = "Guide", licence = "CC0" }
    [fields]
    there = { column = "id" }
    subject = { column = "place" }
    author = { column = "who" }
    at = { column = "on" }
    rating = { column = "stars" }
    text = { column = "said" }
    """
    rows = (
        "id,place,who,on,stars,said\n1,Café Été,ada,2020-01-02,5,Yes\n2,Cafe Ete,bob,2020-01-03T10:00:00+02:00,1,No\n"
    )

    call_command(
        "import_ratings",
        str(written("g.csv", rows)),
        mapping=str(written("g.toml", mapping)),
        space="guide",
        verbosity=0,
    )

    assert Subject.objects.count() == 2
    assert list(Review.objects.order_by("stars").values_list("stars", "original_rating")) == [(1, None), (5, None)]
    assert Review.objects.get(stars=1).published_at == datetime(2020, 1, 3, 8, tzinfo=UTC)
    assert Source.objects.get().licence == "CC0"


def test_ratings_of_another_file_that_are_here_are_refused_and_the_new_ones_come_in(written):
    for name, content in (("first.csv", ratings()), ("second.csv", ratings(42) + ratings(42).splitlines()[-1] + "\n")):
        path = str(written(name, content))
        call_command("import_ratings", path, mapping="otc-ratings", space="otc", no_scores=True, verbosity=0)

    taken = FileTaken.objects.latest("pk")

    assert (taken.rows_taken, taken.rows_refused, Review.objects.count(), Subject.objects.count()) == (2, 41, 42, 4)
    assert [line.split("\t")[0] for line in refused()] == [*map(str, range(2, 42)), "44"]
    assert set(refused()[0].split("\t")[1:]) == {"duplicate: it is here already"}


# --- reviews of which only the words are known ----------------------------------------------------------------------

STAYS = """\
deceptive,hotel,polarity,source,text
truthful,fairmont,negative,Web,The tap leaked for three days.
deceptive,fairmont,positive,MTurk,"Quiet, and near the lake."
truthful,,negative,Web,No hotel was named here.
truthful,homewood,negative,Web,
truthful,fairmont,negative,Web,The tap leaked for three days.
"""


def take_stays(written, content: str = STAYS) -> None:
    path = written("stays.csv", content)
    call_command("import_reviews", str(path), mapping="hotel-reviews", space="stays", verbosity=0)


def test_words_come_in_without_author_date_or_stars_and_the_page_says_so(written, client):
    take_stays(written)
    Space.objects.update(visibility=Visibility.PUBLIC)

    review = Review.objects.get(text__startswith="The tap")
    page = client.get(f"/en/s/stays/r/{review.pk}/").content.decode()

    assert Review.objects.count() == 2
    assert (review.stars, review.original_rating, review.author, review.author_name) == (None, None, None, "")
    assert review.source.lacks == ["author", "date", "rating"]
    assert "Not in the source: the author, the date, the rating." in page
    assert "Date not in the source." in page
    assert "Rating not in the source" in page
    assert "deceptive" not in page.lower()  # nobody is called a liar on the word of a file
    assert "date not in the source" in client.get("/en/s/stays/").content.decode()
    assert client.get(f"/en/x/{review.subject.slug}/").status_code == 200
    assert client.get("/en/search/?q=leaked").status_code == 200


def test_refused_reviews_are_reported_and_the_same_words_come_in_once(written):
    take_stays(written)

    assert [line.split("\t")[0] for line in refused()] == ["4", "5", "6"]
    assert refused()[-1].endswith("duplicate: it is here already")

    take_stays(written)
    take_stays(written, STAYS + "truthful,homewood,negative,Web,Another one.\n")
    assert Review.objects.count() == 3


def test_signs_that_mean_something_to_the_database_are_words_like_others(written):
    words = "A\tb\\N c:\\new\\.\n\\.\nEnd <i>"

    take_stays(written, f'deceptive,hotel,polarity,source,text\ntruthful,a\\b,negative,Web,"{words}"\n')

    review = Review.objects.get()
    assert (review.text, review.subject.name) == (words, "Hotel “a\\b”, Chicago")
    assert review.html.endswith("<p>A\tb\\N c:\\new\\.<br>\\.<br>End &lt;i&gt;</p>")
    assert (review.masked_spans, review.case, review.version) == ([], "", 1)


def test_words_without_a_rating_are_never_scored_nor_evidence(written):
    take_stays(written)

    call_command("score_space", "stays", verbosity=0)

    assert not Score.objects.exists()
    assert not Event.objects.filter(kind="review.published").exists()


# --- a forum of which only titles, votes and choices are known ------------------------------------------------------

TRIPS = """\
Id,PostTypeId,ParentId,AcceptedAnswerId,CreationDate,Score,OwnerUserId,Title,CommentCount
1,1,,4.0,2011-06-21T20:19:34.730,8,9,Which ferry sails in winter?,4
3,2,1.0,,2011-06-21T20:24:28.080,-2,7,,2
4,2,1.0,,2011-06-22T20:24:28.080,11,,,0
5,4,,,2011-06-22T20:24:28.080,0,7,,0
6,1,,,2011-06-23T10:00:00.000,0,7,,0
"""


def take_trips(written, content: str = TRIPS) -> None:
    call_command(
        "import_threads", str(written("trips.csv", content)), mapping="travel-forum", space="trips", verbosity=0
    )


def test_titles_votes_and_choices_come_in_without_texts_and_the_page_says_so(written, client):
    take_trips(written)

    thread = Thread.objects.get(source_id_there="1")
    posts = thread.posts.order_by("number")
    assert [(post.number, post.author_name, post.helpful_count) for post in posts] == [
        (1, "#9", 8),
        (2, "#7", 0),
        (3, "", 11),
    ]
    assert thread.best_answer == posts[2]
    assert (thread.title, thread.is_question) == ("Which ferry sails in winter?", True)
    page = client.get(f"/en/s/trips/t/{thread.pk}/").content.decode()
    assert page.count("Text not in the source.") == 3
    assert "unnamed" in page
    assert "Not in the source: the text." in page
    assert client.get("/fr/s/trips/").status_code == 200


def test_answers_that_come_later_follow_those_that_are_here(written):
    take_trips(written)
    take_trips(written, TRIPS + "9,2,1.0,,2011-07-01T00:00:00.000,1,5,,0\n")

    assert list(Thread.objects.get(source_id_there="1").posts.order_by("number").values_list("number", flat=True)) == [
        1,
        2,
        3,
        4,
    ]
    assert any("title: empty" in line for line in refused())


def test_numbers_hold_when_a_talk_is_cut_between_two_batches(written, monkeypatch):
    monkeypatch.setattr(runs, "ROWS_TOGETHER", 1)

    take_trips(written)

    thread = Thread.objects.get(source_id_there="1")
    assert [post.number for post in thread.posts.order_by("number")] == [1, 2, 3]
    assert thread.best_answer.author_name == ""
