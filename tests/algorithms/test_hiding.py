"""An operator who knows who was around, and when, guesses who pressed: never among fewer than five people."""

from random import Random

from apps.algorithms import public_counts, surge
from apps.algorithms.public_counts import HIDES_AMONG, CountedVoice, hour_of

START, HOUR, DELAY = 1_700_000_400.0, 3600.0, 600.0


def world(seed):
    """Visits of a hundred people over some hours; some press within ten minutes of their visit."""
    rng = Random(seed)
    visits = sorted((START + rng.random() * rng.choice((1, 3, 6)) * HOUR, f"p{n}") for n in range(100))
    presses = sorted((at + rng.random() * DELAY, who) for at, who in visits if rng.random() < rng.choice((0.2, 0.3)))
    return visits, presses


def suspects(visits, after, until):
    """Who may have pressed in that time, for one who knows every visit."""
    return {who for at, who in visits if after - DELAY < at <= until}


def test_a_turning_state_never_leaves_fewer_than_five_suspects():
    shown = 0
    for seed in range(40):
        visits, presses = world(seed)
        voices = [surge.Voice(at, who, known=True) for at, who in presses]
        look = START
        while look < START + 8 * HOUR:
            look += 600
            found = surge.surge(voices, look)
            after = surge.decided_after(found)
            if found.state == "calm" or len({who for at, who in visits if after < at <= look}) < HIDES_AMONG:
                continue  # the service waits, as in apps/accountability/services/independence.py
            shown += 1
            assert len(suspects(visits, after, look)) >= HIDES_AMONG
            break

    assert shown >= 30


def test_a_batch_never_leaves_fewer_than_five_suspects_for_each_voice():
    batches = 0
    for seed in range(200):
        visits, presses = world(seed)
        around: dict[int, set[str]] = {}
        for at, who in [*visits, *presses]:
            around.setdefault(hour_of(at), set()).add(who)
        counted = public_counts.public_count([CountedVoice(at) for at, _who in presses], around, START + 9 * HOUR)
        opened = 0.0
        for batch in counted.batches:
            batches += 1
            assert len(suspects(visits, opened, batch.hour)) >= HIDES_AMONG * batch.new_voices
            opened = batch.hour

    assert batches >= 20


def test_a_live_counter_would_have_given_most_of_them_away():
    alone = whole = 0
    for seed in range(40):
        visits, presses = world(seed)
        whole += len(presses)
        alone += sum(len(suspects(visits, at, at)) < HIDES_AMONG for at, _who in presses)

    assert alone / whole > 0.4
