"""Who helps in the demo: some said yes to being shown, two have an offer nobody else sees, two questions wait."""

from datetime import datetime

from apps.trust.models import Choice
from apps.trust.services import helper_choose
from trustmgmt.demo.talks import Answer, Talk
from trustmgmt.demo.threads import plan_talk
from trustmgmt.demo.world import Act, World

SAID_YES = (
    ("tournevis_bleu", "route-garages"), ("atelier_du_coin", "route-garages"), ("sleeper_tom", "slow-roads"),
    ("slow_ana", "slow-roads"), ("harbour_jo", "slow-roads"), ("spanner_rose", "home-repairs"),
)  # fmt: skip

TALKS = (
    Talk("route-garages", "devis", "pneu_crevé", 13, "Frais de garde : mon garage compte 15 € par jour",
         "La voiture attend une pièce depuis trois semaines. Rien n’était écrit sur le devis.",
         (Answer("marelle_75", "Rien d’écrit, rien de dû : les frais de garde doivent être affichés ou sur l’ordre de réparation. "
                 "Demandez la ligne signée ; on ne me l’a jamais montrée, et les frais ont disparu.", 1, best=True),)),
    Talk("route-garages", "devis", "deux_chevaux", 5, "Forfait vidange : que doit-il contenir ?",
         "Deux garages, deux forfaits, 40 € d’écart. L’un ne parle pas du filtre.",
         (Answer("marelle_75", "Huile à la norme du carnet, filtre à huile, joint de bouchon, et l’huile usée reprise. "
                 "Faites écrire la norme de l’huile : c’est là qu’est l’écart.", best=True),)),
    Talk("route-garages", "pneus", "clio_verte", 4, "Usure sur le bord intérieur, à l’avant seulement",
         "12 000 km et la toile se voit presque, à l’intérieur. Le centre est comme neuf.",
         (Answer("atelier_du_coin", "C’est le parallélisme, ou un silentbloc fatigué. Faites contrôler la géométrie avant de monter du neuf, "
                 "sinon vous userez aussi les suivants.", best=True),)),
    Talk("route-garages", "freins", "berline_grise", 0.3, "Grincement au freinage depuis que les plaquettes sont neuves",
         "Plaquettes et disques changés lundi. Ça grince à chaque freinage, à froid comme à chaud. Rodage, ou montage à revoir ?",
         ()),
    Talk("slow-roads", "ferries", "lantern", 10, "Which side of the Ancona ferry is the quiet one?",
         "Reclining seats, night crossing. Last time the engine sang under me until Split.",
         (Answer("harbour_jo", "Forward, port side, deck six: the furthest from the stacks, and the bar closes at eleven. Go aboard early, "
                 "seats are not numbered.", best=True),)),
    Talk("slow-roads", "ferries", "kestrel", 3, "Foot passenger with a bicycle: do I board with the cars?",
         "First ferry with a loaded bicycle. Nobody at the company answers.",
         (Answer("harbour_jo", "With the cars, first on and first off. Bring your own strap: the crew lends a rope, and a rope eats paint.",
                 best=True),)),
    Talk("slow-roads", "visas", "harbour_jo", 9, "Does a day in transit count towards the ninety?",
         "Eleven hours between two trains, without leaving the station quarter.",
         (Answer("slow_ana", "It does, and so do the day you enter and the day you leave. I keep the tickets and count out loud at the border.",
                 1),)),
    Talk("slow-roads", "trains", "lantern", 0.2, "Night train to Genoa with a bicycle: which booking actually works?",
         "The daily service says four hooks, the website says none. Is there a counter that still sells them?",
         ()),
    Talk("home-repairs", "plumbing", "slate_and_rain", 2, "Radiator cold at the bottom, hot at the top",
         "Bled twice, nothing changes. The plumber wants to replace it.",
         (Answer("quiet_kettle", "Cold at the bottom is sludge, not air. Ask for the price of a flush before the price of a radiator.",
                 1, best=True),)),
)  # fmt: skip


def plan_helpers(world: World) -> None:
    """Plan what they ask, answer and choose."""
    for talk in TALKS:
        plan_talk(world, talk)
    for pseudonym, space in SAID_YES:
        world.at(1, _say_yes(world, pseudonym, space))


def _say_yes(world: World, pseudonym: str, space: str) -> Act:
    def choose(now: datetime) -> None:
        account, persona = world.account(pseudonym), world.personas[pseudonym]
        helper_choose(account=account, persona=persona.reference, space=space, choice=Choice.SHOWN, now=now)

    return choose
