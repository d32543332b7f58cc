"""Threads, posts, reviews, subjects, right of reply; published at once."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.base.models import Referenced
from apps.people.models import Account, Persona
from apps.posts.languages import LANGUAGES as LANGUAGES
from apps.posts.spoken import Spoken
from apps.posts.states import ItemState
from apps.spaces.models import Operator, Professional, Space, Topic


class Lack(models.TextChoices):
    """What a source may not give."""

    AUTHOR = "author", _("the author")
    DATE = "date", _("the date")
    RATING = "rating", _("the rating")
    TEXT = "text", _("the text")


class Source(models.Model):
    """Where imported content comes from. Imported content is marked and never counts as trust evidence."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    url = models.URLField(blank=True)
    licence = models.CharField(max_length=160)
    attribution = models.CharField(max_length=300, blank=True)
    lacks = models.JSONField(default=list)  # of Lack: what it does not give; said beside each item, never made up
    imported_at = models.DateTimeField()


class SubjectKind(models.TextChoices):
    """What may be reviewed; never a private person."""

    SERVICE = "service", _("service")
    PRODUCT = "product", _("product")
    PLACE = "place", _("place")
    PROFESSIONAL = "professional", _("professional")
    SITE = "site", _("site")
    ACCOUNT = "account", _("numbered account of an imported market")


class Subject(Referenced):
    """One thing that people review, in one space or several."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=16, choices=SubjectKind.choices)
    place = models.CharField(max_length=120, blank=True)
    operator = models.ForeignKey(Operator, on_delete=models.SET_NULL, null=True, blank=True, related_name="subjects")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True)
    search = SearchVectorField(null=True)

    class Meta:
        indexes = [GinIndex(fields=["search"], name="subject_search")]


STANDING = Q(state__in=[ItemState.PUBLISHED, ItemState.MASKED])  # what keeps its place on the page


class Item(Referenced):
    """What a person says: the state, the author, the text. A thread's words are its first post."""

    # No index of a single key where another one begins with it, none of what is not there, none to compare references
    # by their first letters: each costs every row that comes in.
    author = models.ForeignKey(
        Persona, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    author_name = models.CharField(
        max_length=120, blank=True
    )  # the handle of an imported author, nobody's account here
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    source_id_there = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="fr")
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)  # rendered and sanitised once, when written
    state = models.CharField(max_length=16, choices=ItemState.choices, default=ItemState.PUBLISHED)
    masked_spans = models.JSONField(default=list)  # [[start, end], …] in `text`; empty while masked: all of it
    case = models.CharField(max_length=24, blank=True)  # the case that masked it, for the stub
    state_at = models.DateTimeField(null=True, blank=True)  # since when it is masked or withdrawn
    published_at = models.DateTimeField(db_index=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    helpful_count = models.PositiveIntegerField(default=0)
    search = SearchVectorField(null=True)

    class Meta:
        abstract = True


class Thread(Referenced):
    """A forum talk; a question may have a best answer, chosen by its author or by votes."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="talk")
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="talk")
    title = models.CharField(max_length=200)
    is_question = models.BooleanField(default=False)
    by_turns = models.BooleanField(default=False)  # of two people about a recorded exchange: nobody else speaks in it
    best_answer = models.ForeignKey("Post", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    best_answer_at = models.DateTimeField(null=True, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True)
    source_id_there = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField(db_index=True)
    last_post_at = models.DateTimeField(db_index=True)
    post_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id_there"],
                condition=Q(source__isnull=False),
                name="thread_imported_once",
            )
        ]
        indexes = [
            models.Index(fields=["space", "-last_post_at"]),
            models.Index(
                fields=["-best_answer_at"], name="thread_solved", condition=Q(best_answer__isnull=False)
            ),  # the base of solutions, newest first
        ]


class JoinedTalk(models.Model):
    """A talk whose messages stand under another one now, because they answered something in it: its address leads
    there."""

    was = models.BigIntegerField(unique=True)  # in the address of the talk that is no more
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="joined")
    at = models.DateTimeField()


class Closure(models.Model):
    """Why a talk takes no answers any more: a decision here, or the word of the site that hosts the space. Nothing in
    the talk is hidden by it."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="closures", db_index=False)
    by = models.CharField(max_length=260, blank=True)  # the site that hosts the space; empty: we did
    case = models.CharField(max_length=24, blank=True)  # where our reasons are
    reason = models.CharField(max_length=500, blank=True)  # the host's, as it said it
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "by", "case"], name="closure_once"),
            models.CheckConstraint(
                condition=Q(by="", reason="") & ~Q(case="") | ~Q(by="") & Q(case=""), name="closure_ours_has_a_case"
            ),
        ]


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by what a reader may see."""

    def standing(self) -> "PostQuerySet":
        """Published or masked."""
        return self.filter(STANDING)


class Post(Item):
    """One message in a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts", db_index=False)
    number = models.PositiveIntegerField()
    stars = models.PositiveSmallIntegerField(null=True, blank=True)  # only of an exchange, never of a person

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="post_number_once_per_thread"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="post_stars_1_to_5"),
            models.UniqueConstraint(
                fields=["source", "source_id_there"],
                condition=Q(source__isnull=False),
                name="post_imported_once",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="post_searched", condition=Q(search__isnull=False)),
            models.Index(fields=["author", "published_at"], name="post_of_author", condition=Q(author__isnull=False)),
        ]


class OutdatedBy(models.TextChoices):
    """Who says that an answer is no longer true."""

    AUTHOR = "author", _("its author")
    ASKER = "asker", _("the person who asked")


class Outdated(models.Model):
    """An answer that was accepted is no longer true since a day. It stays where it is, and says so: no words of its
    own, a message in the talk has them."""

    answer = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="outdated")
    since = models.DateField()
    persona = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.CharField(max_length=8, choices=OutdatedBy.choices)
    at = models.DateTimeField()


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reviews by what a reader may see."""

    def standing(self) -> "ReviewQuerySet":
        """Published or masked."""
        return self.filter(STANDING)

    def negative(self) -> "ReviewQuerySet":
        """One or two stars."""
        return self.filter(stars__lte=2)


class DeclaredLink(models.TextChoices):
    """What the author says of their link with the professional."""

    NONE = "none", _("no link")
    CLIENT = "client", _("client")
    EMPLOYEE = "employee", _("employee")
    OTHER = "other", _("another link")


class Review(Item):
    """A dated experience with stars, text and a declared link."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="opinions", db_index=False)
    topic = models.ForeignKey(
        Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="opinions", db_index=False
    )
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="opinions", db_index=False)
    title = models.CharField(max_length=160, blank=True)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    original_rating = models.SmallIntegerField(null=True, blank=True)  # imported, on its own scale
    original_scale = models.CharField(max_length=24, blank=True)  # "-10..10"
    experience_on = models.DateField(null=True, blank=True)
    link = models.CharField(max_length=16, choices=DeclaredLink.choices, default=DeclaredLink.NONE)
    proof_checked_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="review_stars_1_to_5"),
            models.CheckConstraint(
                condition=Q(stars__isnull=False) | Q(original_rating__isnull=False) | Q(source__isnull=False),
                name="review_has_a_rating",
            ),
            models.UniqueConstraint(
                fields=["source", "source_id_there"],
                condition=Q(source__isnull=False),
                name="review_imported_once",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="review_searched", condition=Q(search__isnull=False)),
            models.Index(fields=["space", "-published_at"]),
            models.Index(fields=["subject", "-published_at"]),
            models.Index(fields=["author", "published_at"], name="review_of_author", condition=Q(author__isnull=False)),
            models.Index(fields=["topic"], name="review_of_topic", condition=Q(topic__isnull=False)),
        ]


class Revision(models.Model):
    """What an item said before it was edited: a public history."""

    item = models.CharField(max_length=24, db_index=True)  # the item's opaque reference
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    masked = models.BooleanField(default=False)  # it was replaced while masked: the mask stays on the old words too
    masked_spans = models.JSONField(default=list)
    replaced_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "version"], name="revision_once")]


class HelpfulVote(models.Model):
    """ "This helped me": one per persona and item, taken back at will."""

    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="helpful_votes")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, blank=True, related_name="helpful_votes")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, null=True, blank=True, related_name="helpful_votes")
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["persona", "post"], name="helpful_once_per_post"),
            models.UniqueConstraint(fields=["persona", "review"], name="helpful_once_per_review"),
            models.CheckConstraint(
                condition=Q(post__isnull=False, review__isnull=True) | Q(post__isnull=True, review__isnull=False),
                name="helpful_about_one_item",
            ),
        ]


class Reply(Spoken):
    """The right of reply, under a real name. It removes no review, and is contested and masked like any words."""

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="reply")
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="replies")
    version = models.PositiveIntegerField(default=1)  # it is edited, other than most
    edited_at = models.DateTimeField(null=True, blank=True)


class Parting(models.TextChoices):
    """What becomes of one text when its author erases themselves."""

    DELETE = "delete", _("goes with me")
    DETACH = "detach", _("stays in its place, without my name")


class Wish(models.Model):
    """What its author wants for one text, whatever they choose for all the others. It waits for the day they erase."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="wishes", db_index=False)
    item = models.CharField(max_length=24)  # the item's opaque reference
    parting = models.CharField(max_length=8, choices=Parting.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "item"], name="wish_once_per_item")]
