# SPDX-License-Identifier: MIT
"""Words for kinds of people, which in a column called after a person are answers and no names, in en, fr, es and pt.

They are compared in lower case and without accents (`plain`).
"""

from __future__ import annotations

_WORDS = (
    "woman women man men girl girls boy boys child children adult adults minor minors youth young elderly male",
    "female head household member members family spouse husband wife mother father parent parents brother sister",
    "son daughter uncle aunt cousin relative neighbour neighbor friend partner self other others unknown none",
    "refugee returnee migrant displaced idp host community camp resident leader teacher nurse doctor worker",
    "officer staff police farmer employer trader victim survivor respondent witness case person people individual",
    "group yes no single married widow widowed divorced pregnant disabled primary secondary main direct indirect",
    "first second third new old local national foreign femme femmes homme hommes fille filles garcon garcons",
    "enfant enfants adulte adultes mineur mineure mineurs jeune jeunes agee age masculin feminin chef menage",
    "membre famille conjoint conjointe epoux epouse mari mere pere frere soeur fils oncle tante cousine parente",
    "voisin voisine ami amie autre autres inconnu inconnue aucun aucune refugiee refugies retourne rapatrie",
    "deplace deplacee hote communaute residente enseignant enseignante infirmier medecin travailleur agent",
    "policier agriculteur employeur victime survivante repondant temoin personne groupe oui non celibataire",
    "mariee veuve veuf divorcee enceinte principal principale secondaire premier premiere nouveau mujer hombre",
    "nina nino adulto adulta jefe jefa hogar miembro esposo esposa madre padre hermano hermana hijo hija otro",
    "otra desconocido mulher homem menina menino chefe agregado membro mae pai irmao irma filho filha outro outra",
    "desconhecido sim",
)
KINDS_OF_PEOPLE = frozenset(" ".join(_WORDS).split())
