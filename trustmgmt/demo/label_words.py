"""What is said around the label in the demo, in French and English. The operators are invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabelText:
    """A text that the label asks for."""

    kind: str
    slug: str
    title_fr: str
    title_en: str
    fr: str
    en: str


TEXTS = (
    LabelText(
        "legal", "legal", "Mentions légales", "Legal notice",
        "Ce service est tenu par {legal}, à {city}. On nous écrit depuis la page de chaque espace ; une personne répond.",
        "This service is run by {legal}, in {city}. One writes to us from the page of each space; a person answers.",
    ),
    LabelText(
        "Terms of Service", "terms", "Conditions d’utilisation", "Terms of use",
        "Chez {name}, tout message paraît aussitôt. Une personne, jamais un calcul seul, décide de masquer, de clore ou de "
        "signaler ; elle écrit ses motifs. On conteste pendant six mois, devant quelqu’un d’autre.",
        "At {name}, every message appears at once. A person, never a computation alone, decides to mask, close or mark; "
        "they write their reasons. One may contest for six months, before somebody else.",
    ),
    LabelText(
        "reviews", "reviews", "Comment nous traitons les avis", "How we handle reviews",
        "Chacun peut écrire un avis. Nous ne vérifions pas l’achat, et le disons. Aucun avis n’est payé, trié selon sa "
        "note, ni retiré parce qu’il déplaît.",
        "Anybody may write a review. We do not verify the purchase, and say so. No review is paid for, sorted by its "
        "rating, or removed because it displeases.",
    ),
)  # fmt: skip
JUDGED = (
    "Lu dans ses pages et essayé comme n’importe quel visiteur : le critère est rempli.",
    "Read on its pages and tried as any visitor would: the criterion is met.",
)
SUSPENDED = (
    "Deux recours attendent depuis plus longtemps que le délai annoncé. Le label est suspendu : on en cherche la cause.",
    "Two appeals have waited longer than the time that was announced. The label is suspended until the cause is known.",
)
NOT_YET = (
    "412 avis défavorables ont disparu en une semaine, sans motif écrit. Les avis favorables sont restés.",
    "412 unfavourable reviews disappeared within a week, without a written reason. The favourable ones stayed.",
)
MENDED = (
    "C’est exact. Les avis reviennent avant la date que nous avons promise, et chaque retrait aura son motif.",
    "That is right. The reviews come back before the day we promised, and each removal will have its reason.",
)
