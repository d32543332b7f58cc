"""What other sites send: read in one way, or refused with a reason; never raised."""

import json
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.federation import reading
from apps.federation.reading import Activity, Actor, Listing, No, Post, Refused, Tombstone
from apps.federation.reading.things import PUBLIC

PEER = "https://peer.example"
ANNA = f"{PEER}/users/anna"
NOTE = {
    "@context": "https://www.w3.org/ns/activitystreams",
    "id": f"{PEER}/notes/1",
    "type": "Note",
    "attributedTo": ANNA,
    "to": ["as:Public"],
    "cc": [f"{ANNA}/followers"],
    "content": "<p>Good <b>bread</b>.</p>",
    "published": "2026-11-22T03:04:05Z",
}
GROUP = {
    "id": f"{PEER}/c/bakers",
    "type": "Group",
    "preferredUsername": "bakers",
    "name": "Bakers",
    "inbox": f"{PEER}/c/bakers/inbox",
    "outbox": f"{PEER}/c/bakers/outbox",
    "followers": f"{PEER}/c/bakers/followers",
    "attributedTo": f"{PEER}/c/bakers/moderators",
    "endpoints": {"sharedInbox": f"{PEER}/inbox"},
    "publicKey": {"id": f"{PEER}/c/bakers#main-key", "owner": f"{PEER}/c/bakers", "publicKeyPem": "PEM"},
    "assertionMethod": [
        {
            "id": f"{PEER}/c/bakers#ed",
            "type": "Multikey",
            "controller": f"{PEER}/c/bakers",
            "publicKeyMultibase": "z6Mk",
        }
    ],
}
LIKE = {"id": f"{PEER}/likes/1", "type": "Like", "actor": ANNA, "object": f"{PEER}/notes/1"}


def read(document, **changes):
    value = {**document, **changes}
    return reading.read(json.dumps({name: part for name, part in value.items() if part is not ...}).encode())


def why(document, **changes):
    found = read(document, **changes)
    assert isinstance(found, Refused), found
    return found.why


def test_a_note_is_read():
    note = read(NOTE)

    assert isinstance(note, Post)
    assert (note.authors, note.to, note.is_public) == ((ANNA,), (PUBLIC,), True)
    assert note.html == "<p>Good <b>bread</b>.</p>"
    assert note.published.isoformat() == "2026-11-22T03:04:05+00:00"


@pytest.mark.parametrize(
    "kind", ["Page", "Article", "Note", "Question", "Event", "Video", ["Note", "Review"], "as:Note"]
)
def test_threads_and_comments_come_under_many_names(kind):
    assert isinstance(read(NOTE, type=kind), Post)


def test_a_group_is_read_with_its_places_and_keys():
    group = read(GROUP)

    assert isinstance(group, Actor)
    assert (group.kind, group.username, group.moderators) == ("Group", "bakers", f"{PEER}/c/bakers/moderators")
    assert (group.keys[0].pem, group.document_keys[0].multibase) == ("PEM", "z6Mk")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"inbox": "https://other.example/inbox"}, No.ORIGIN),
        ({"publicKey": {"id": "https://other.example/k", "owner": GROUP["id"], "publicKeyPem": "x"}}, No.KEY),
        ({"publicKey": {"id": f"{PEER}/k", "owner": ANNA, "publicKeyPem": "x"}}, No.KEY),
        ({"publicKey": {"id": 5, "owner": GROUP["id"]}}, No.KEY),
        ({"publicKey": {"id": f"{PEER}/k", "publicKeyPem": "x" * 5000}}, No.LONG),
        ({"alsoKnownAs": [f"{PEER}/{n}" for n in range(257)]}, No.MANY),
        ({"name": "x" * 2049}, No.LONG),
        ({"summary": "x" * 20_481}, No.LONG),
        ({"inbox": ...}, No.FORM),
        ({"id": "https://[x"}, No.ID),
    ],
)
def test_an_actor_whose_keys_or_mailbox_are_not_its_own_is_nobody(changes, expected):
    assert why(GROUP, **changes) == expected


def test_an_actor_may_show_its_long_key_among_those_for_documents():
    """As one library does: of no use to us, and no fault."""
    long = {**GROUP["assertionMethod"][0], "id": f"{PEER}/c/bakers#rsa", "publicKeyMultibase": "z4MX" + "j" * 350}

    group = reading.read_value({**GROUP, "assertionMethod": [long, *GROUP["assertionMethod"]]})

    assert isinstance(group, Actor)
    assert [key.id for key in group.document_keys] == [GROUP["assertionMethod"][0]["id"]]


def test_a_place_at_another_origin_is_left_out():
    assert read(GROUP, endpoints={"sharedInbox": "https://victim.example/inbox"}).shared_inbox == ""


# --- ratings in every format -------------------------------------------------------------------------------


def related(value, best=10, worst=1):
    return {
        "relatedWith": [{"type": "Rating", "value": value, "best": best, "worst": worst, "withRegardTo": f"{PEER}/x/1"}]
    }


@pytest.mark.parametrize(
    ("changes", "stars"),
    [
        (related(8), 4), (related(1), 1), (related(10), 5), (related(9), 5), (related(4, best=5), 4),
        (related(3.5, best=5), 4), (related(0), None), (related(0, best=5, worst=0), None),
        ({"type": "Review", "rating": 4, "inReplyToBook": f"{PEER}/book/1"}, 4),
        ({"type": "Rating", "rating": 3.5, "inReplyToBook": f"{PEER}/book/1"}, 4),
        ({"type": "Review", "rating": 0}, None), ({"type": "Review", "rating": None}, None), ({"type": "Review"}, None),
        ({"type": "Review", "rating": 0.5}, 1),
        ({"reviewRating": {"ratingValue": 2, "bestRating": 5, "worstRating": 1}, "itemReviewed": f"{PEER}/x/1"}, 2),
        ({"reviewRating": {"ratingValue": 60, "bestRating": 100, "worstRating": 0}}, 3),
    ],
)  # fmt: skip
def test_ratings_come_in_many_scales_and_zero_is_none(changes, stars):
    review = read(NOTE, **changes)

    assert (review.rating and review.rating.stars) == stars
    assert review.about in {"", f"{PEER}/x/1", f"{PEER}/book/1"}


@pytest.mark.parametrize(
    "changes",
    [
        related(99), related(-1), related("5"), related(True), related(None), related([5]), related(5, best=0),
        related(5, best=4, worst=6), related(1, best=1, worst=1), related(5, best=10**6), related(5, best="10"),
        {"type": "Review", "rating": 99}, {"type": "Review", "rating": -0.5}, {"type": "Review", "rating": "4"},
        {"reviewRating": {"ratingValue": "4"}}, {"reviewRating": {"bestRating": 5}},
    ],
)  # fmt: skip
def test_a_rating_outside_its_scale_refuses_the_review(changes):
    assert why(NOTE, **changes) == No.RATING


def test_what_is_reviewed_is_kept_without_stars_too():
    review = read(NOTE, relatedWith=[{"type": "Review", "withRegardTo": f"{PEER}/x/1"}])

    assert (review.is_review, review.rating, review.about) == (True, None, f"{PEER}/x/1")


@given(st.integers(1, 100), st.integers(0, 1), st.integers(0, 100))
def test_stars_stay_between_one_and_five(best, worst, value):
    found = read(NOTE, **related(value, best, worst))
    if isinstance(found, Post) and found.rating:
        assert 1 <= found.rating.stars <= 5
        assert Decimal(worst) <= found.rating.value <= Decimal(best)


# --- who, where, when ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        (ANNA, (ANNA,)), ([ANNA], (ANNA,)), ({"type": "Person", "id": ANNA}, (ANNA,)),
        ([{"id": ANNA}, {"id": f"{PEER}/c/1"}], (ANNA, f"{PEER}/c/1")),
        (1, No.AUTHOR), ([1], No.AUTHOR), (None, No.AUTHOR), ([], No.AUTHOR), ([[ANNA]], No.AUTHOR), ({}, No.AUTHOR),
        ("anna", No.AUTHOR), ("https://a@b/", No.AUTHOR), ({"id": {"id": ANNA}}, No.AUTHOR), ([ANNA] * 17, No.AUTHOR),
    ],
)  # fmt: skip
def test_who_wrote_it_is_addresses_or_nothing(authors, expected):
    found = read(NOTE, attributedTo=authors)
    assert (found.authors == expected) if isinstance(found, Post) else (found.why in {expected, No.MANY})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": None}, No.ID), ({"id": 5}, No.ID), ({"id": "urn:uuid:1"}, No.ID),
        ({"id": "javascript:alert(1)"}, No.ID),
        ({"type": None}, No.NO_TYPE), ({"type": 5}, No.TYPE), ({"type": "Pigeon"}, No.TYPE), ({"type": []}, No.NO_TYPE),
        ({"type": ["a"] * 17}, No.MANY), ({"published": "yesterday"}, No.DATE), ({"published": 5}, No.DATE),
        ({"published": "0001-01-01T00:00:00+23:59"}, No.DATE), ({"published": "9999-12-31T23:59:59-23:00"}, No.DATE),
        ({"content": ["x"]}, No.FORM), ({"content": "x" * 100_001}, No.LONG), ({"contentMap": {"en": "x"}}, None),
        ({"content": "", "name": ""}, No.EMPTY), ({"content": "<br>"}, No.EMPTY), ({"to": ["x"] * 501}, No.MANY),
        ({"tag": [{}] * 501}, No.MANY), ({"inReplyTo": {"type": "Collection"}}, No.FORM),
        ({"type": "Question", "oneOf": [{"name": "x"}] * 501}, No.MANY), ({"@graph": []}, No.LINKED_DATA),
        ({"tag": [{"a": {"@reverse": 1}}]}, No.LINKED_DATA), ({"@context": [{"@included": 1}]}, No.LINKED_DATA),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(changes, expected):
    found = read(NOTE, **changes)
    assert (found.why if isinstance(found, Refused) else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", No.NOT_JSON), (b"<rss/>", No.NOT_JSON), (b"[]", No.NOT_AN_OBJECT), (b"5", No.NOT_AN_OBJECT),
        (b'{"a":1,"a":2}', No.TWICE), (b'{"a":NaN}', No.NUMBER), (b'{"a":-Infinity}', No.NUMBER),
        (b'{"a":1e400}', No.NUMBER),
        (b'{"a":9007199254740993}', No.NUMBER), (b'{"a":' + b"9" * 5000 + b"}", No.NUMBER),
        (b'{"a":"\\ud800"}', No.LETTERS),
        (b"\xff\xfe{}", No.LETTERS), (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, No.DEEP), (b"[" * 100_000, No.DEEP),
        (b'{"a":' * 70 + b"1" + b"}" * 70, No.DEEP), (b" " * (1024 * 1024 + 1), No.LARGE), (b"{}", No.NO_TYPE),
        (b'\xef\xbb\xbf{"a":1}', No.NOT_JSON), (b'{"a":1}{"b":2}', No.NOT_JSON), (b"{'a':1}", No.NOT_JSON),
    ],
)  # fmt: skip
def test_json_that_could_mean_two_things_is_refused(text, expected):
    found = reading.read(text)
    assert isinstance(found, Refused)
    assert found.why == expected


# --- activities --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", ["Like", "Dislike", "Follow", "Flag", "Lock", "Block", "Warn", "Announce", "Delete", "Undo"]
)
def test_an_act_upon_an_address_is_read(kind):
    act = read(LIKE, type=kind, summary="<p>why</p>", audience=f"{PEER}/c/bakers")

    assert isinstance(act, Activity)
    assert (act.kind, act.object, act.reason, act.audience) == (kind, LIKE["object"], "why", (f"{PEER}/c/bakers",))


def wrapped(kind, inner, number=2):
    return {"id": f"{PEER}/acts/{number}", "type": kind, "actor": ANNA, "object": inner}


@pytest.mark.parametrize(
    "act",
    [
        wrapped("Create", NOTE), wrapped("Update", NOTE), wrapped("Update", GROUP), wrapped("Delete", NOTE["id"]),
        wrapped("Delete", {"id": NOTE["id"], "type": "Tombstone"}), wrapped("Undo", LIKE), wrapped("Announce", NOTE),
        wrapped("Announce", wrapped("Create", NOTE, 3)), wrapped("Announce", wrapped("Undo", LIKE, 3)),
        wrapped("Accept", {"type": "Follow", "actor": ANNA, "object": GROUP["id"]}), wrapped("Accept", f"{PEER}/f/1"),
        wrapped("Resolve", wrapped("Flag", NOTE["id"], 3)), wrapped("Flag", [NOTE["id"], ANNA]),
        wrapped("Like", [NOTE["id"]]),
        {**wrapped("Add", NOTE["id"]), "target": f"{PEER}/featured"}, {**wrapped("Move", ANNA), "target": f"{PEER}/b"},
        {**wrapped("Block", ANNA), "endTime": "2026-12-01T00:00:00Z", "removeData": True, "target": GROUP["id"]},
        wrapped("Like", {"id": NOTE["id"], "type": "Note"}), wrapped("Like", {"id": NOTE["id"]}),
    ],
    ids=lambda act: act["type"],
)  # fmt: skip
def test_what_forums_say_is_read(act):
    assert isinstance(read(act), Activity)


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (wrapped("Create", NOTE["id"]), No.OBJECT), (wrapped("Create", LIKE), No.OBJECT),
        (wrapped("Create", GROUP), No.OBJECT),
        (wrapped("Undo", wrapped("Create", NOTE, 3)), No.OBJECT), (wrapped("Accept", LIKE), No.OBJECT),
        (wrapped("Announce", wrapped("Announce", wrapped("Announce", wrapped("Announce", LIKE)))), No.NESTED),
        (wrapped("Move", ANNA), No.TARGET), (wrapped("Add", NOTE["id"]), No.TARGET), (wrapped("Flag", []), No.OBJECT),
        (wrapped("Flag", [NOTE["id"]] * 101), No.MANY), (wrapped("Flag", [NOTE["id"], 5]), No.OBJECT),
        (wrapped("Like", None), No.OBJECT), (wrapped("Like", 5), No.OBJECT),
        (wrapped("Like", [NOTE["id"], ANNA]), No.OBJECT),
        (wrapped("Announce", {"id": 5, "type": "Note"}), No.OBJECT), (wrapped("Pigeon", NOTE), No.TYPE),
        ({**LIKE, "actor": 5}, No.ACTOR), ({**LIKE, "actor": None}, No.ACTOR), ({**LIKE, "id": None}, No.ID),
        ({**LIKE, "actor": [ANNA, ANNA]}, No.ACTOR), (wrapped("Delete", wrapped("Like", LIKE["object"], 3)), No.OBJECT),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(act, expected):
    assert why(act) == expected


def test_lists_keep_what_can_be_read_and_count_the_rest():
    listing = read(
        {
            "type": "OrderedCollection",
            "totalItems": 4,
            "orderedItems": [NOTE, LIKE, f"{PEER}/n/2", 5, {"type": "Pigeon", "id": "x", "y": 1}],
        }
    )

    assert isinstance(listing, Listing)
    assert (len(listing.things), listing.addresses, listing.refused, listing.total) == (2, (f"{PEER}/n/2",), 2, 4)
    assert why({"id": f"{PEER}/c", "type": "Collection", "items": [f"{PEER}/1"] * 1001}) == No.MANY
    page = {"type": "CollectionPage", "next": f"{PEER}/c?page=2", "items": []}
    assert read({"id": f"{PEER}/c", "type": "Collection", "first": page}).page.next == f"{PEER}/c?page=2"


def test_tombstones_sites_and_names_are_read():
    assert read({"id": f"{PEER}/n/1", "type": "Tombstone", "formerType": "Note"}) == Tombstone(f"{PEER}/n/1", "Note")
    site = read(
        {"version": "2.1", "software": {"name": "forum", "version": "1"}, "protocols": ["activitypub"], "usage": {}}
    )
    assert (site.software, site.protocols) == ("forum", ("activitypub",))
    schema = "http://nodeinfo.diaspora.software/ns/schema/2.1"
    assert read({"links": [{"rel": schema, "href": f"{PEER}/nodeinfo/2.1"}]}).places == (
        ("2.1", f"{PEER}/nodeinfo/2.1"),
    )
    me = {"rel": "self", "type": "application/activity+json", "href": ANNA}
    assert read({"subject": "acct:anna@peer.example", "links": [me]}).actor == ANNA
    assert why({"subject": "acct:x@y", "links": []}) == No.FORM
    assert why({"links": "x"}) == No.FORM


# --- hostile -----------------------------------------------------------------------------------------------

SCALARS = st.none() | st.booleans() | st.integers(-5, 10**17) | st.floats() | st.text(max_size=8)
WORDS = st.sampled_from(["id", "type", "href", "object", "name", "items", "value", "mediaType"])
VALUES = st.recursive(
    SCALARS | st.sampled_from([ANNA, PUBLIC]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
MODELS = [
    NOTE, GROUP, LIKE, wrapped("Announce", wrapped("Create", NOTE, 3)), {**NOTE, **related(8)},
    {"id": f"{PEER}/c", "type": "Collection", "items": [NOTE], "first": {"type": "CollectionPage"}},
    {"subject": "a", "links": [{"rel": "self", "type": "application/activity+json", "href": ANNA}], "aliases": []},
    {"software": {"name": "x"}, "protocols": [], "usage": {"users": {"total": 1}}},
]  # fmt: skip
NAMES = sorted({name for model in MODELS for name in model} | {
    "attachment", "tag", "url", "language", "contentMap", "source", "location", "oneOf", "anyOf", "reviewRating",
    "rating",
    "replies", "context", "orderedItems", "endTime", "target", "summary", "mediaType", "movedTo", "sensitive", "quote",
})  # fmt: skip


@given(st.sampled_from(MODELS), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4), st.booleans())
def test_no_document_breaks_the_reader(model, changes, inside):
    document = {**model, **changes}
    found = reading.read_value(wrapped("Announce", document) if inside else document)

    assert isinstance(found, Refused) or type(found).__name__ in {
        "Post", "Actor", "Activity", "Listing", "Tombstone", "SiteInfo", "SiteInfoPlaces", "WebName"
    }  # fmt: skip


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_no_bytes_break_the_reader(data):
    assert isinstance(reading.read(data), Refused)


@pytest.mark.parametrize(
    "document",
    [
        {**NOTE, "content": " " * 100_000},
        {**NOTE, "content": "x" + " \t" * 50_000 + "x"},
        {**NOTE, "content": "<br" + " " * 90_000, "summary": "<br " * 25_000},
        {**NOTE, "content": "<p>" * 33_000},
        {**NOTE, "content": "<![x" * 25_000}, {**NOTE, "content": "<a href='" * 11_000},
        {**NOTE, "content": "&" * 100_000}, {**NOTE, "summary": "<br" * 33_000}, {**NOTE, "name": "<b>" * 600},
        {**NOTE, "tag": [{"type": "Mention", "href": ANNA}] * 500},
        {"type": "Collection", "items": [NOTE] * 1000},
    ],
)  # fmt: skip
def test_the_largest_document_takes_a_moment_at_most(document):
    begun = time.process_time()
    read(document)
    assert time.process_time() - begun < 2
