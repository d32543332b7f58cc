"""What a register of algorithms asks beside what a card says: the fields of the UK's ATRS and of the Dutch register.

Purpose, method and limits are the card's own words ("Why it matters", "What it is", "What it misses"); the main
parameters and their reasons (DSA 27, P2B 5) are its figures. Here is the rest, the same for all but kind and data.
"""

from apps.algorithms.cards import Card

RULE, COUNT, LEARNT = "rule", "count", "learnt"
KIND = {
    "learned_suspicion": LEARNT,
    "suspicion_chance": LEARNT,
    "conformal": COUNT,
    "canary": COUNT,
    "error_rates": COUNT,
    "double_reading": COUNT,
    "report_weight": COUNT,
    "public_counts": COUNT,
}
REVIEWS = {
    "review_suspicion", "review_facts", "review_history", "bargain_words", "review_company", "learned_suspicion",
    "suspicion_chance", "conformal", "canary", "review_graph", "near_duplicates", "deceptive_wording", "site_wording",
}  # fmt: skip
READS = {
    **dict.fromkeys(REVIEWS, "reviews"),
    "review_order": "order",
    "rating_network": "ratings",
    "apomediary": "talks",
    "earned_status": "talks",
    "referral": "talks",
    "conversion": "talks",
    "gateway_outcome": "cases",
    "surge": "voices",
    "clusters": "voices",
    "public_counts": "voices",
    "sentence_diff": "texts",
    "change_class": "texts",
    "clause_anchors": "texts",
    "priority": "cases",
    "denunciation": "cases",
    "report_weight": "cases",
    "error_rates": "cases",
    "double_reading": "cases",
}

KINDS = {
    "fr": {
        RULE: "une règle publiée, dont chaque étape se refait à la main",
        COUNT: "un comptage statistique publié",
        LEARNT: "un modèle appris de décisions de personnes, dont chaque poids est publié",
    },
    "en": {
        RULE: "a published rule; each step can be done by hand",
        COUNT: "a published statistical count",
        LEARNT: "a model learnt from decisions of people; each weight is published",
    },
}
DATA = {
    "fr": {
        "reviews": "les avis publics : mots, étoiles, dates, liens ; des réseaux, un condensé gardé trente jours",
        "order": "les chiffres publics de chaque avis, et rien de la personne qui lit",
        "ratings": "les notes publiques que des comptes se donnent",
        "talks": "les messages publics et les votes d’utilité",
        "voices": "les alertes : leur heure, leurs mots, un condensé de réseau gardé trente jours ; jamais un nom",
        "texts": "les textes publiés des opérateurs, et rien d’aucune personne",
        "cases": "les signalements et les décisions",
        "": "ce que dit la fiche ci-dessus",
    },
    "en": {
        "reviews": "public reviews: words, stars, dates, declared links; of networks, a digest kept thirty days",
        "order": "the public figures of each review, and nothing of who reads",
        "ratings": "public ratings that accounts give one another",
        "talks": "public messages and votes of helpfulness",
        "voices": "alerts: their hour, their words, a digest of the network kept thirty days; never a name",
        "texts": "published texts of operators, and nothing of any person",
        "cases": "reports and decisions",
        "": "what the card says above",
    },
}
FIELDS = {
    "fr": (
        "Au registre",
        (
            ("Qui en répond", "l’opérateur, par la personne qui y répond sous son nom"),
            ("État", "en service, version {version}"),
            ("Sorte", "{kind}"),
            ("Données lues", "{data}"),
            ("Paramètres et raisons (DSA, art. 27 ; P2B, art. 5)", "les chiffres ci-dessous, avec leur sens"),
            ("Paiement", "aucun paiement n’y entre, d’aucune sorte (P2B, art. 5 et 7)"),
            ("Regard humain", "il ne décide de personne : une personne le fait, par écrit ; une autre juge l’appel"),
            ("Contester", "chaque résultat montre ses raisons et sa version ; il se conteste là où il est montré"),
            ("Risques connus", "« Ce qui lui échappe », ci-dessus ; ses erreurs, plus bas"),
            ("Entretien", "tout changement est une nouvelle version, annoncée et inscrite au registre public"),
        ),
    ),
    "en": (
        "In the register",
        (
            ("Who answers for it", "the operator of this page, through the person who answers there under a real name"),
            ("Phase", "in service, version {version}"),
            ("Kind", "{kind}"),
            ("Data it reads", "{data}"),
            ("Parameters and reasons (DSA 27, P2B 5)", "the figures of this card, each with its meaning"),
            ("Payment", "no payment enters it, of any kind (P2B 5 and 7)"),
            ("Human oversight", "it decides about nobody: a person does, in writing; another hears the appeal"),
            ("Contesting", "each result shows its reasons and its version; it is contested where it is shown"),
            ("Known risks", "“What it misses”, above; errors are below"),
            ("Maintenance", "every change is a new version, announced and entered in the public log"),
        ),
    ),
}  # fmt: skip


def register_section(card: Card, language: str) -> list[str]:
    """The fields as a list under one heading."""
    heading, fields = FIELDS[language]
    said = {
        "version": card.version,
        "kind": KINDS[language][KIND.get(card.name, RULE)],
        "data": DATA[language][READS.get(card.name, "")],
    }
    return [f"## {heading}", "\n".join(f"- **{_end(name, language)}** {text.format(**said)}." for name, text in fields)]


def _end(name: str, language: str) -> str:
    return f"{name}\u202f:" if language == "fr" else f"{name}:"
