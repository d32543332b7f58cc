"""Voix de Table: an operator changes how it ranks reviews, people press the red button, a representative answers."""

from dataclasses import dataclass

RANKING_V1 = {
    "fr": """# Comment les avis sont classés

## 1. Ordre par défaut
Les avis sont classés du plus récent au plus ancien. Aucun paiement ne change cet ordre.

## 2. Critères
Trois critères comptent : la date de publication, la longueur du texte, le nombre de personnes qui l’ont jugé utile.
La date compte le plus, parce qu’une table change avec sa cuisine.

## 3. Retrait d’un avis
Un avis signalé est examiné par une personne avant tout retrait.
L’auteur est prévenu par message.
Il dispose de 30 jours pour contester.

## 4. Recours
Le recours est lu par une autre personne que celle qui a décidé.
""",
    "en": """# How reviews are ranked

## 1. Default order
Reviews are shown from the newest to the oldest. No payment changes this order.

## 2. Criteria
Three criteria count: the date of publication, the length of the text, the number of people who found it helpful.
The date counts most, because a table changes with its kitchen.

## 3. Removal of a review
A reported review is read by a person before any removal.
The author is told by message.
They have 30 days to contest.

## 4. Appeal
The appeal is read by another person than the one who decided.
""",
}
RANKING_V2 = {
    "fr": RANKING_V1["fr"]
    .replace(
        "Les avis sont classés du plus récent au plus ancien.",
        "Les avis sont classés par pertinence, du plus pertinent au moins pertinent.",
    )
    .replace(
        "Trois critères comptent : la date de publication,",
        "Quatre critères comptent : la pertinence pour le restaurant, la date de publication,",
    )
    .replace(
        "est examiné par une personne avant tout retrait",
        "est examiné par une personne ou par un filtre automatique avant tout retrait",
    )
    .replace("30 jours", "14 jours"),
    "en": RANKING_V1["en"]
    .replace(
        "Reviews are shown from the newest to the oldest.",
        "Reviews are shown by relevance, from the most relevant to the least.",
    )
    .replace(
        "Three criteria count: the date of publication,",
        "Four criteria count: relevance for the restaurant, the date of publication,",
    )
    .replace(
        "is read by a person before any removal", "is read by a person or by an automatic filter before any removal"
    )
    .replace("30 days", "14 days"),
}
TERMS = {
    "fr": """# Conditions d’utilisation

## 1. Publier
Un avis est publié en moins d’une heure. Aucun restaurant ne peut payer pour retirer un avis.

## 2. Vos données
Vos données partent avec vous, en un fichier, sur simple demande. Nous ne vendons aucune adresse.

## 3. Argent
La plus grande part de nos recettes vient des abonnements des restaurants. Le détail est publié ici chaque année.
""",
    "en": """# Terms of use

## 1. Publishing
A review is published within an hour. No restaurant can pay to have a review removed.

## 2. Your data
Your data leave with you, in one file, on request. We sell no address.

## 3. Money
Most of our revenue comes from restaurants’ subscriptions. The detail is published here every year.
""",
}
VOICES = (
    "Mon avis à une étoile a disparu de la première page, sans un mot.",
    "Deux de mes avis ont été masqués le même jour, aucun motif reçu.",
    "Trois avis négatifs relégués en dixième page depuis le changement.",
    "Avis retiré par un filtre, personne ne répond au recours.",
    "Plus aucun avis sous trois étoiles en tête de liste à Tours.",
    "On m’a dit « filtre automatique ». Je voudrais parler à quelqu’un.",
    "Mon texte sur une intoxication n’est plus visible.",
    "Trente jours pour contester, puis quatorze : je l’ai appris trop tard.",
    "J’ai perdu quatre ans d’avis du jour au lendemain.",
    "",
    "Une étoile sur l’accueil d’une chaîne cliente du site : invisible.",
    "",
)
ANSWER = {
    "fr": "Un nouveau filtre a masqué 412 avis. Il visait les textes copiés ; il a surtout touché des avis courts et négatifs. "
    "Nous l’avons arrêté. Les avis reviennent, et chaque auteur recevra un motif écrit.",
    "en": "A new filter hid 412 reviews. It was meant for copied texts; it mostly hit short, negative reviews. "
    "We have stopped it. The reviews are coming back, and each author will receive a written reason.",
}


@dataclass(frozen=True, slots=True)
class Promise:
    """What the representative promises, and in how many days."""

    fr: str
    en: str
    days: int


PROMISES = (
    Promise("Rétablir les 412 avis.", "Bring the 412 reviews back.", 12),
    Promise("Publier le poids de chaque critère de classement.", "Publish the weight of each ranking criterion.", 30),
)
