import json

import numpy as np
import pytest

from bench import trust


@pytest.fixture
def ratings_file(tmp_path):
    random = np.random.default_rng(4)
    rows = [
        (random.integers(0, 60), random.integers(0, 60), random.choice([-10, 1, 1, 2, 5, 10, 10]), 1.3e9 + 4_000 * n)
        for n in range(900)
    ]
    path = tmp_path / "ratings.csv"
    path.write_text("source,target,rating,time\n" + "\n".join(",".join(map(str, row)) for row in rows))
    return path


def test_the_last_line_is_the_promised_object(capsys, ratings_file, monkeypatch):
    monkeypatch.setattr("bench.trust_sybil.FAKES", (10, 50))
    for part, keys in (("referral", {"referral_admitted", "referral_bad"}), ("sybil", {"sybil"})):
        assert trust.main(["--ratings", str(ratings_file), "--only", part]) == 0

        told = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert set(told) >= keys

    assert set(told["sybil"]) >= {"ours", "beta", "pagerank", "eigentrust", "lipschitrust"}
    assert max(told["sybil"]["ours"].values()) <= 5
    assert max(told["sybil"]["ours_spending_all_three"].values()) <= 15
