import gzip
import json

import numpy as np
import pytest

from bench import trust

KEYS = ["target_auc", "rater_auc", "referral_admitted", "referral_bad", "sybil"]
HEADER = "source,target,rating,time"


@pytest.fixture(scope="module")
def rows():
    """A market of sixty, as lines; several ratings share a moment."""
    random = np.random.default_rng(4)
    pairs = [random.choice(60, 2, replace=False) for _ in range(900)]
    return [
        f"{giver},{receiver},{random.choice([-10, 1, 1, 2, 5, 10, 10])},{1_300_000_000 + 4_000 * (n // 3)}"
        for n, (giver, receiver) in enumerate(pairs)
    ]


@pytest.fixture
def told(tmp_path, capsys):
    def say(content, *more, name="ratings.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = trust.main(["--ratings", str(path), *more])
        heard = capsys.readouterr()
        return code, json.loads(heard.out.splitlines()[-1]), heard.out, heard.err

    return say


def test_the_last_line_is_the_promised_object(told, rows, monkeypatch):
    monkeypatch.setattr("bench.trust_sybil.FAKES", (10, 50))

    code, figures, _out, _err = told("\n".join([HEADER, *rows]))

    assert code == 0
    assert list(figures) == KEYS
    assert None not in figures.values()
    assert set(figures["sybil"]) == {
        "ours", "ours_spending_all_three", "beta", "pagerank", "eigentrust", "lipschitrust",
    }  # fmt: skip
    assert max(figures["sybil"]["ours"].values()) <= 5
    assert max(figures["sybil"]["ours_spending_all_three"].values()) <= 15


def test_a_file_says_the_same_however_it_is_written(told, rows):
    cells = [row.split(",") for row in rows]
    shuffled = np.random.default_rng(1).permutation(rows).tolist()
    written = {
        "no names": "\n".join(rows),
        "gzipped, whatever its name": gzip.compress("\n".join([HEADER, *rows]).encode()),
        "another order": "\n".join([HEADER, *shuffled]),
        "comments, blank lines, CRLF": "\ufeff# here\r\n\r\n" + "\r\n\r\n".join([HEADER, *rows]) + "\r\n% there",
        "blanks between": "% asym signed\n" + "\n".join(row.replace(",", " ") for row in rows),
        "other names, another order": "Time;RATEE;weight;from\n"
        + "\n".join(f"{t};{b};{r};{a}" for a, b, r, t in cells),
        "numbers with a point": "\n".join(f"{a},{b},{float(r)},{float(t)}" for a, b, r, t in cells),
        "another scale": "\n".join(f"{a},{b},{int(r) / 10},{t}" for a, b, r, t in cells),
        "twice, of oneself, of nought": "\n".join([*rows, *rows[:9], "1,1,10,1300000000", "1,2,0,1300000000"]),
    }
    _code, wanted, _out, _err = told("\n".join([HEADER, *rows]), "--only", "auc")

    assert wanted["target_auc"] is not None
    for way, content in written.items():
        assert told(content, "--only", "auc")[:2] == (0, wanted), way


@pytest.mark.parametrize(
    "content", ["1,2,3,1289241912", "1,2,3,1289241912\n2,1,4,1289241913\n1,3,4,1289241914"], ids=["one", "few"]
)
def test_what_cannot_be_measured_is_null(told, content):
    code, figures, _out, _err = told(content)

    assert code == 0
    assert figures == {**dict.fromkeys(KEYS), "referral_admitted": 0}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "has no ratings"),
        (HEADER, "has no ratings"),
        (f"{HEADER}\n1,2,3,1289241912\n\n1,2,many,1289241913", "line 4: the rating is “many”, which is not a number"),
        (f"{HEADER}\n1,2,nan,1289241912", "line 2: the rating is “nan”, which is not a number"),
        ("1,2,3,1289241912\n1,2", "line 2: 2 columns, where source, target, rating, time are needed"),
        (",2,3,1289241912", "line 1: no source"),
        ("1,2,3,1289241912000", "line 1: the time is “1289241912000”, which is not in seconds since 1970"),
        ("source,target,rating\n1,2,3", "line 1: the line of names lacks time"),
        (gzip.compress(b"1,2,3,4\n" * 99)[:-9], "cannot be read"),
        (bytes(range(256)), "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_its_line(told, content, said):
    code, figures, _out, err = told(content)

    assert code == 2
    assert said in err
    assert figures == dict.fromkeys(KEYS)


@pytest.mark.parametrize(
    "labels",
    ["user,label\n1,-1\n2,1\n3,-1\n4,1", "1,-1\n2,1\n3,-1\n4,1\n5,\n6", "id,label\r\n1,1\r\n2,0\r\n3,1\r\n4,0"],
    ids=["as REV2", "no names, some missing", "one and nought"],
)
def test_known_frauds_are_read_from_a_file_of_their_own(told, rows, tmp_path, labels):
    path = tmp_path / "labels.csv"
    path.write_text(labels, newline="")

    _code, figures, out, _err = told("\n".join(rows), "--labels", str(path), "--only", "auc")

    assert list(figures) == KEYS
    assert "(4 of the 4 accounts with a label have been rated" in out
    assert "known frauds told apart" in out
