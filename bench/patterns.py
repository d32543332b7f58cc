"""What each pattern rule finds and whom it wrongly points at: `python -m bench.patterns [--seed 1] [--worlds 5]`.

Reviews are those of `bench.red_team`'s worlds, each as it was known when posted; reports those of
`bench.denunciations`; sentences are invented below, after the lexicon was written (one pattern, a demand and
"or", was added later). "Found" is the share of an attack's
reviews that show the figure, "honest" the share of honest reviews that do. The last line is one JSON object. Invented
attacks only: how often a rule is right in life is unknown until audited.
"""

import argparse
import json
import sys
from collections import defaultdict

import numpy as np

from apps.algorithms.bargain_words import bargains_in
from apps.algorithms.denunciation import LATEST, WEEK_DAYS, ReportFacts, judge
from apps.algorithms.review_company import company
from bench.denunciations import Reports, reports
from bench.red_team_worlds import STORIES, World, world

# The rule, the attack it is meant for.
MEANT_FOR = {"company": "ring", "camp": "competitor", "staff": "insider", "one_sided": "masked"}
BARGAINS = {
    "fr": (
        "Accordez-moi une remise, sinon je vous mets une étoile.",
        "Si vous me remboursez intégralement, j’enlèverai ce commentaire.",
        "Je peux modifier mon avis en échange d’un bon d’achat.",
        "À moins que vous ne fassiez un geste, je publie un avis négatif sur tous les sites.",
        "Je suis prête à supprimer ma critique dès que vous m’aurez dédommagée.",
        "Offrez-moi le dîner ou je raconte tout avec une étoile.",
        "Cinq étoiles contre une nuit offerte, sinon ce sera une seule.",
        "Je retire mon commentaire une fois le remboursement reçu.",
        "Sans compensation de votre part, je laisserai une très mauvaise note.",
        "Je vais détruire votre réputation tant que vous ne remboursez pas.",
    ),
    "en": (
        "Give me a discount or I will post a one star review.",
        "I would gladly delete this review if you offer a full refund.",
        "Unless I receive compensation I am going to leave a terrible review on every site.",
        "I can change my rating in exchange for a voucher.",
        "Once you refund us, I will take down this comment.",
        "Five stars for a free night, otherwise one.",
        "Pay me back and the review disappears.",
        "I'll raise my rating as soon as you upgrade us.",
        "If you don't compensate me I will write a scathing review.",
        "I can trash your reputation unless you send the money back.",
    ),
}
ORDINARY = {
    "fr": (
        "Le remboursement est arrivé en trois jours, je mets cinq étoiles.",
        "On m’a proposé un bon d’achat si je retirais mon avis : j’ai refusé.",
        "Je ne changerai pas mon avis, remboursement ou pas.",
        "Si vous aimez le calme, choisissez une chambre sur cour.",
        "J’ai changé ma note car le directeur m’a répondu.",
        "Je mettrai à jour mon avis quand les travaux seront finis.",
        "Aucun geste commercial ne m’a été proposé, d’où ma mauvaise note.",
        "Je laisse un avis négatif parce que la chambre était sale.",
        "L’hôtel menace d’un procès ceux qui laissent de mauvais avis.",
        "Sans rien demander en échange, je conseille de garder la facture.",
    ),
    "en": (
        "The refund came within three days, so I give five stars.",
        "They offered me a voucher if I removed my review, and I refused.",
        "I will not change my review, refund or no refund.",
        "If you like quiet, ask for a room on the yard.",
        "I changed my rating because the manager answered.",
        "I will update my review when the works are over.",
        "No refund was ever offered, hence one star.",
        "I leave a bad review because the room was dirty.",
        "The hotel threatens to sue people who leave bad reviews.",
        "If you book here, keep the invoice.",
    ),
}


def main(arguments: list[str]) -> int:
    """The tables, then the JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench.patterns", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worlds", type=int, default=5)
    parser.add_argument("--size", type=float, default=1.0)
    options = parser.parse_args(arguments)
    seeds = range(options.seed, options.seed + options.worlds)
    told = _of_reviews([world(seed, options.size) for seed in seeds])
    told |= _of_reports([reports(seed) for seed in seeds]) | _of_sentences()
    print(json.dumps(told))
    return 0


# --- reviews ---


def figures(made: World) -> dict[str, np.ndarray]:
    """The figures of company of each review, nothing later being known; a house is one subject here."""
    found = {name: np.zeros(len(made)) for name in MEANT_FOR}
    for space in np.unique(made.space):
        rows = np.flatnonzero(made.space == space)
        said = company(
            author=made.author[rows], subject=made.subject[rows], house=made.subject[rows], at=made.at[rows],
            level=np.rint(made.share[rows] * 1000), link=np.where(made.employee[rows], 2, 0), hindsight=False,
        )  # fmt: skip
        for name in found:
            found[name][rows] = said[name]
    return found


def _of_reviews(worlds: list[World]) -> dict[str, dict[str, float]]:
    shown = [(made, figures(made)) for made in worlds]
    print(f"{'rule':12} {'meant for':12} {'found':>7} {'honest':>7} {'right':>7}   found of the other attacks")
    told = {}
    for rule, attack in MEANT_FOR.items():
        hits = {
            kind: _rate([(found[rule] > 0)[made.truth == kind] for made, found in shown]) for kind in ("", *STORIES)
        }
        right = _rate([(made.truth != "")[found[rule] > 0] for made, found in shown])
        others = ", ".join(f"{kind} {hits[kind]:.3f}" for kind in STORIES if kind != attack)
        print(f"{rule:12} {attack:12} {hits[attack]:7.3f} {hits['']:7.4f} {right:7.3f}   {others}")
        told[rule] = {"recall": round(hits[attack], 4), "honest": round(hits[""], 4), "precision": round(right, 4)}
    return told


def _rate(parts: list[np.ndarray]) -> float:
    together = np.concatenate(parts)
    return float(together.mean()) if len(together) else 0.0


# --- reports ---


def facts_of(world_of_reports: Reports) -> list[ReportFacts]:
    """What was known of each report's author when it was filed: only what was decided by then."""
    w = world_of_reports
    by_reporter: dict[str, list[int]] = defaultdict(list)
    recent: dict[tuple[str, int], list[int]] = defaultdict(list)
    facts = []
    for row in range(len(w.at)):
        past = [p for p in by_reporter[w.reporter[row]] if w.decided[p] <= w.at[row]][-LATEST:]
        same = [p for p in past if w.author[p] == w.author[row] or w.subject[p] == w.subject[row]]
        near = {p for key in _targets(w, row) for p in recent[key] if w.at[row] - w.at[p] <= WEEK_DAYS}
        others = {w.reporter[p] for p in near} - {w.reporter[row]}
        facts.append(
            ReportFacts(
                decided=len(past),
                unfounded=sum(not w.upheld[p] for p in same),
                upheld=sum(bool(w.upheld[p]) for p in past),
                targets=len({w.author[p] for p in past} - {w.author[row]}),
                together=sum(_never_upheld(w, by_reporter[other], w.at[row]) for other in others),
            )
        )
        by_reporter[w.reporter[row]].append(row)
        for key in _targets(w, row):
            recent[key].append(row)
    return facts


def _targets(w: Reports, row: int) -> tuple[tuple[str, int], ...]:
    return (("author", int(w.author[row])), ("subject", int(w.subject[row])))


def _never_upheld(w: Reports, rows: list[int], now: float) -> bool:
    decided = [w.upheld[row] for row in rows if w.decided[row] <= now]
    return bool(decided) and not any(decided)


def _of_reports(worlds: list[Reports]) -> dict[str, dict[str, float]]:
    told: dict[str, list[np.ndarray]] = defaultdict(list)
    for made in worlds:
        flags = np.array([judge(facts).outcome == "worth_knowing" for facts in facts_of(made)])
        for kind in np.unique(made.truth[made.truth != ""]):
            told[f"found {kind}"].append(flags[made.truth == kind])
        for habit in np.unique(made.habit[made.truth == ""]):
            told[f"honest {habit}"].append(flags[(made.truth == "") & (made.habit == habit)])
    print(f"\n{'reports':22} {'told':>7}")
    rates = {name: round(_rate(parts), 4) for name, parts in sorted(told.items())}
    for name, rate in rates.items():
        print(f"{name:22} {rate:7.3f}   of {sum(map(len, told[name]))}")
    return {"denunciation": rates}


# --- sentences ---


def _of_sentences() -> dict[str, dict[str, float]]:
    print(f"\n{'sentences':12} {'found':>7} {'wrongly':>8}")
    told = {}
    for language in BARGAINS:
        found = sum(bool(bargains_in(text, language)) for text in BARGAINS[language])
        wrongly = sum(bool(bargains_in(text, language)) for text in ORDINARY[language])
        print(f"{language:12} {found:4}/{len(BARGAINS[language])} {wrongly:5}/{len(ORDINARY[language])}")
        told[f"bargain_{language}"] = {
            "recall": found / len(BARGAINS[language]),
            "wrongly": wrongly / len(ORDINARY[language]),
        }
    return told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
