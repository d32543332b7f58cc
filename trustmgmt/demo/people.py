"""Who lives in the demo: the accounts one can sign in with, and the crowd."""

from dataclasses import dataclass

PASSPHRASE = "published first, checked after"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One per audience; the passphrase is the same for all."""

    pseudonym: str
    language: str
    fr: str
    en: str


ACCOUNTS = (
    DemoAccount("marelle_75", "fr", "membre : a écrit un avis et fait appel", "member: wrote a review and appealed"),
    DemoAccount("quiet_kettle", "en", "membre anglophone", "English-speaking member"),
    DemoAccount("tm_alder", "en", "trust manager de tous les espaces", "trust manager of every space"),
    DemoAccount("tm_heron", "fr", "second trust manager : juge les appels", "second trust manager: decides appeals"),
    DemoAccount("awa.ndour", "fr", "représentante de Voix de Table", "representative of Voix de Table"),
    DemoAccount("daniel.okafor", "en", "représentant de Hearthside", "representative of Hearthside"),
    DemoAccount("helene.marchetti", "fr", "professionnelle : répond pour le Garage des Trois Ponts",
                "professional: answers for the Garage des Trois Ponts"),
    DemoAccount("fern_audit", "en", "auditrice extérieure", "outside auditor"),
    DemoAccount("platform.desk", "fr", "représentante de la plateforme", "representative of the platform"),
)  # fmt: skip

FACES = ("imogen.farrow", "paul.lecerf")  # who answer for an operator later, under the name they bear here

FRENCH = (
    "tournevis_bleu", "pneu_crevé", "clio_verte", "berline_grise", "deux_chevaux", "atelier_du_coin", "mie_de_pain",
    "fourchette_bleue", "anis_vert", "sel_gris", "lac_calme", "rive_nord", "petit_matin", "grand_braquet", "pluie_fine",
    "nuage_12", "cerise_noire", "vent_debout", "papier_plié", "lune_rousse", "sable_chaud", "encre_bleue", "pas_à_pas",
    "midi_pile", "vieux_saule", "chemin_creux", "galet_plat", "orage_sec", "tasse_ébréchée", "fil_rouge", "banc_public",
    "toit_de_zinc", "clé_de_douze", "bord_de_loire", "carnet_jaune", "feuille_morte", "escale", "cinquième_étage",
    "coquelicot_31", "marée_basse",
)  # fmt: skip

ENGLISH = (
    "sleeper_tom", "slow_ana", "kestrel", "lantern", "harbour_jo", "spanner_rose", "slate_and_rain", "door_ajar",
    "paper_lantern", "night_owl_9", "moss_and_ivy", "tin_whistle", "late_bus", "green_bottle", "salt_marsh", "copper_coin",
    "window_seat", "odd_sock", "rye_toast", "garden_gate", "grey_heron_3", "plain_jane_44", "ferry_cat", "wool_hat",
    "north_star_7", "blue_biro", "cold_tea", "brick_lane", "third_step", "long_way_round", "umbrella_stand", "oak_leaf",
    "halfpenny", "river_bend", "milk_float", "sunday_walk", "tall_ship", "quarry_dog", "loose_change", "pebble_dash",
)  # fmt: skip
