"""What a space may look like, and what nobody would expect it to look like."""

from hypothesis import strategies as st

from apps.algorithms.review_facts import LINKS, RatedReview, ReviewFacts

counts = st.integers(0, 500)
shares = st.floats(0, 1)
stars = st.integers(1, 5).map(float)
means = st.none() | st.floats(1, 5)

plausible_facts = st.builds(
    ReviewFacts,
    rating=stars,
    subject_reviews=counts,
    subject_mean=means,
    space_mean=means,
    rank=st.integers(1, 500),
    author_reviews=st.integers(1, 200),
    author_days=st.integers(0, 4000),
    author_same_day=st.integers(0, 30),
    author_deviation=shares,
    author_subjects=st.integers(1, 32),
    week_reviews=counts,
    week_alike=counts,
    week_newcomers=counts,
    before_alike=counts,
    before_weeks=st.floats(0, 300),
    duplicate_similarity=shares,
    duplicate_count=counts,
    link=st.sampled_from(LINKS),
    proof=st.booleans(),
    wording=st.none() | st.floats(-6, 6),
    wording_texts=counts,
    threats=st.none() | st.integers(0, 5),
    threats_told=st.integers(0, 5),
    rating_changes=st.integers(0, 5),
    company=st.integers(0, 40),
    camp=st.integers(0, 40),
    staff=st.integers(0, 15),
    one_sided=st.integers(0, 16),
    undeclared=st.integers(0, 16),
)

wild = st.floats(allow_nan=True, allow_infinity=True)
whole = st.integers(-(10**12), 10**12)
wild_facts = st.builds(
    ReviewFacts,
    rating=wild,
    lowest=wild,
    highest=wild,
    subject_reviews=whole,
    subject_mean=st.none() | wild,
    space_mean=st.none() | wild,
    rank=whole,
    author_reviews=whole,
    author_days=whole,
    author_same_day=whole,
    author_deviation=wild,
    author_subjects=whole,
    week_reviews=whole,
    week_alike=whole,
    week_newcomers=whole,
    before_alike=whole,
    before_weeks=wild,
    duplicate_similarity=wild,
    duplicate_count=whole,
    link=st.sampled_from([*LINKS, "cousin"]),
    proof=st.booleans(),
    wording=st.none() | wild,
    wording_texts=whole,
    threats=st.none() | whole,
    threats_told=whole,
    rating_changes=whole,
    company=whole,
    camp=whole,
    staff=whole,
    one_sided=whole,
    undeclared=whole,
)


@st.composite
def histories(draw, most=60):
    """Reviews of one space in time order: few authors and subjects, so that they meet; whole hours, so "
    "that they tie."""
    count = draw(st.integers(0, most))
    hours = sorted(draw(st.lists(st.integers(0, 24 * 40), min_size=count, max_size=count)))
    authors = draw(st.lists(st.sampled_from("abcdefgh"), min_size=count, max_size=count))
    subjects = draw(st.lists(st.sampled_from("PQRSTU"), min_size=count, max_size=count))
    ratings = draw(st.lists(stars, min_size=count, max_size=count))
    return [
        RatedReview(author=a, subject=s, at=1.6e9 + 3600 * h, rating=r)
        for a, s, h, r in zip(authors, subjects, hours, ratings, strict=True)
    ]
