"""The measurement of helpers, on a forum small enough to count by hand."""

import json

import pytest

from bench import apomediaries

DAYS = [f"2012-{month:02}-{day:02}" for month in (1, 2, 3, 4) for day in (2, 9, 16, 23)]


@pytest.fixture
def files(tmp_path):
    """Two questions a week on trains; Gaelle (2) is chosen each time, Hakim (3) never is; Alba (1) only asks."""
    posts = ["Id,PostTypeId,ParentId,AcceptedAnswerId,CreationDate,Score,OwnerUserId,Title,CommentCount"]
    votes = ["CreationDate,Id,PostId,VoteTypeId"]
    for number, day in enumerate(day for day in DAYS for _twice in range(2)):
        asked = 10 * number + 1
        posts.append(f"{asked},1,,{asked + 1},{day}T10:00:00.000,1,1,Which night train?,0")
        posts.append(f"{asked + 1},2,{asked}.0,,{day}T11:00:00.000,2,2,,0")
        posts.append(f"{asked + 2},2,{asked}.0,,{day}T12:00:00.000,0,3,,0")
        votes.append(f"{day}T00:00:00.000,{number},{asked + 1},1")
    badges = ["Class,Date,Id,Name,TagBased,UserId", "3,2012-04-11,1,trains,True,2", "3,2012-04-11,2,trains,True,1"]
    rows = {"posts": posts, "votes": votes, "badges": badges, "topics": ["topic\ttitle_regex", "trains\ttrain"]}
    paths = {name: "\n".join(lines) for name, lines in rows.items()}
    for name, text in paths.items():
        (tmp_path / name).with_suffix(".csv").write_text(text + "\n")
    return {name: tmp_path / f"{name}.csv" for name in paths}


def test_the_measurement_tells_exactly_what_was_agreed(files, capsys, monkeypatch):
    monkeypatch.setattr(apomediaries, "CASE", (2, 1))
    arguments = [word for name, path in files.items() for word in (f"--{name}", str(path))]

    apomediaries.main([*arguments, "--from", "2012-02-25", "--until", "2012-04-26"])

    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert set(told) == {
        *("ndcg10", "p5", "auc", "pairwise", "hit5", "hit10", "turnover6m", "rising_precision", "cases", "peers"),
        *("audience", "badges"),
    }
    assert told["badges"] == {"badges": 2, "shown_before": 1, "share": 0.5, "median_days": 39.5}
    assert told["cases"] == 1
    assert (told["ndcg10"], told["auc"], told["pairwise"]) == (1.0, 1.0, 1.0)
    assert all(set(figures) == {"ndcg10", "p5"} for figures in told["peers"].values())
