# SPDX-License-Identifier: MIT
"""Questions proposed as sensitive: by their name, their wording or what one can answer."""

from __future__ import annotations

import pytest

from analysis.records import Choice, Kind, Level, Role, Variable
from projects.identifiers.sensitive_words import proposed_sensitive
from wording import Labels

# name | wording | answers | does it tell of violence, exploitation or health of persons (decided by hand)
QUESTIONS = """
protection_concerns | What are the main protection concerns here? | Theft; Gender-based violence; None | yes
risques | Quels sont les risques de protection pour les femmes ? | Vol; Violence basée sur le genre (VBG); Aucun | yes
safety_women | Main safety concerns for women | Robbery; Sexual harassment; Distance | yes
securite_filles | Principales préoccupations pour la sécurité des filles | Agression sexuelle; Enlèvement; Aucune | yes
incident_type | What happened to the household member? | Theft; Physical assault; Other | yes
type_incident | Qu'est-il arrivé ? | Vol; Torture; Autre | yes
events_12m | Did any of these happen in the last 12 months? | Eviction; Forced labour; None of these | yes
work_conditions | Which applies to the work of the child? | School as well; Child labour in a mine; Helps at home | yes
specific_needs | Specific needs of household members | Single parent; Chronic illness; Disability; None | yes
besoins_specifiques | Besoins spécifiques dans le ménage | Parent isolé; Personne handicapée; Aucun | yes
help_received | Which services have you received? | Food; GBV counselling; Cash | yes
services_recus | Quels services avez-vous reçus ? | Nourriture; Prise en charge médicale du viol; Argent | yes
income | How did the household earn money last month? | Farming; Survival sex; Trade | yes
revenu | Principale source de revenu | Commerce; Travail du sexe; Agriculture | yes
marriage | Why did the girl leave school? | Fees; Early marriage; Work | yes
ecole_arret | Pourquoi l'enfant a-t-il quitté l'école ? | Frais; Mariage précoce; Travail | yes
where_is_he | Where is the missing member? | Working abroad; In detention; Unknown | yes
absent | Où se trouve le membre absent ? | À l'étranger; Recruté par un groupe armé; Inconnu | yes
why_left_home | Why did you leave your village? | Drought; Rape; Loss of land | yes
test_result | Result of the test | Negative; HIV positive; Unknown | yes
cause_deces | Cause du décès | Accident; VIH/SIDA; Vieillesse | yes
coping | How did you cope? | Sold goods; Sent a child away; Suicide attempt | yes
gbv_seen | Have you seen it? | Yes; No | yes
q12 | Avez-vous subi des violences au cours de l'année ? | Oui; Non | yes
health_status | How is your state of health? | Good; Fair; Bad | yes
malade_30j | Un membre du ménage a-t-il été malade au cours des 30 derniers jours ? | Oui; Non | yes
injured | Was anybody injured? | Yes; No | yes
recruiter | Who promised the work? | Relative; Trafficker; Agency | yes
phase | Étape de la traite des personnes | Recrutement; Transport; Exploitation | yes
services_visited | Which services did you visit? | Health centre; School; Market | no
services_visites | Quels services avez-vous visités ? | Centre de santé; École; Marché | no
services_available | Which services are available in this area? | Water; GBV case management; School | no
services_disponibles | Quels services sont disponibles dans la zone ? | Eau; Prise en charge des VBG; École | no
topic | Topic of the session | Hygiene; Gender-based violence; Nutrition | no
theme_formation | Thème de la formation | Hygiène; Violences basées sur le genre; Nutrition | no
info_needs | What information would you like to receive? | News from home; How to report sexual exploitation and abuse; Cash | no
besoin_info | Quelles informations souhaitez-vous recevoir ? | Nouvelles; Comment signaler l'exploitation et les abus; Argent | no
org_focus | Which sector does your organisation work in? | Water; GBV; Health | no
secteur | Secteur d'intervention de l'organisation | Eau; VBG; Santé | no
reason_move | Why did you move here? | Drought; Insecurity and violence; Work | no
raison_depart | Pourquoi avez-vous quitté votre village ? | Sécheresse; Conflit et violences; Travail | no
reason_leaving | What was the main reason for leaving home? | Armed conflict; Violence or threats; Drought | no
raison_fuite | Pourquoi le ménage a-t-il fui ? | Conflit armé; Violences ou menaces; Sécheresse | no
fled_from | What did you flee from? | Drought; Sexual violence; Loss of land | yes
left_school | Why did the child leave school? | Fees; Violence; Distance | yes
water_treatment | Que faites-vous de l'eau ? | On la traite au chlore; On la fait bouillir; Rien | no
activite | Activité principale du ménage | Exploitation agricole; Commerce; Pêche | no
superficie | Superficie de l'exploitation agricole (ha) | | no
livestock_problem | Main problem of your livestock | Disease; Theft; Lack of pasture | no
food_eaten | Qu'avez-vous mangé hier ? | Manioc râpé; Riz; Haricots | no
lait | D'où vient le lait ? | Vente après la traite des vaches; Marché; Don | no
aids_used | Which of these do you have? | Hearing aids; Glasses; None | no
first_aid | Do you own a first aid kit? | Yes; No | no
titre_foncier | Détention d'un titre foncier | Oui; Non | no
shelter_damage | What damaged the shelter? | Violent winds; Flood; Fire | no
degats | Cause des dégâts | Vents violents; Inondation; Feu | no
priority_needs | What are your three main needs? | Food; Water; Health care; Protection | no
besoins | Quels sont vos trois besoins principaux ? | Nourriture; Eau; Soins de santé; Protection | no
distance_health | How far is the nearest health facility? | Under 30 minutes; Longer | no
reason_no_care | Why did you not go to the health centre? | Too far; Too expensive; Closed | no
status | Status of the household | Displaced; Host; Returnee | no
children_school | Do all children go to school? | Yes; No | no
recruitment_staff | How were the enumerators recruited? | Notice; Recommendation | no
violet | Colour of the card | Violet; Green; White | no
mine | Quel type d'exploitation minière se trouve ici ? | Or; Coltan; Aucune | no
seed | Which oil do you use? | Palm oil; Rape seed oil; None | no
smuggling_goods | What passes the border here? | Food; Drug trafficking; Fuel | no
"""  # noqa: E501 (a table)


def questions() -> list[tuple[str, str, tuple[str, ...], bool]]:
    lines = [[part.strip() for part in line.split("|")] for line in QUESTIONS.strip().splitlines()]
    return [
        (name, said, tuple(filter(None, answers.split("; "))), told == "yes") for name, said, answers, told in lines
    ]


def variable(name: str, said: str, answers: tuple[str, ...], kind: Kind = Kind.ONE) -> Variable:
    choices = tuple(Choice(f"c{n}", str(n), Labels({"en": one})) for n, one in enumerate(answers, 1))
    return Variable("v1", name, Labels({"en": said}), kind, Level.NOMINAL, choices=choices)


@pytest.mark.parametrize(("name", "said", "answers", "expected"), questions(), ids=[one[0] for one in questions()])
def test_a_question_is_proposed_by_its_name_its_wording_and_its_answers(
    name: str, said: str, answers: tuple[str, ...], expected: bool
) -> None:
    for kind in (Kind.ONE, Kind.SET):
        (proposed,) = proposed_sensitive((variable(name, said, answers, kind),))
        assert (proposed.role is Role.SENSITIVE) is expected, (name, kind)


def test_the_gold_holds_both_kinds_and_both_languages() -> None:
    told = [one[3] for one in questions()]
    assert len(told) >= 60
    assert min(sum(told), len(told) - sum(told)) >= 25
