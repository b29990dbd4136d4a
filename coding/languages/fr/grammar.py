# SPDX-License-Identifier: MIT
"""French: the word classes on which marks rest; spoken forms drop "ne"."""

from __future__ import annotations

from coding.marks.constructions import OBJECT, SUBJECT, VERB, WORD, Construction, anchor, child, head
from coding.marks.word_classes import WordClasses
from wording.word_lists import words

CLASSES = WordClasses(
    negators=words("pas plus jamais point guère nullement aucunement ni nulle"),
    negative_pronouns=words("personne rien nul aucun aucune nulle"),
    negative_determiners=words("aucun aucune nul nulle"),
    not_denying=words("seulement que qu' uniquement simplement"),
    without=words("sans"),
    conditions=(
        "si", "s'", "au cas où", "à moins que", "à moins qu'", "pourvu que", "pourvu qu'", "à condition que",
        "à condition qu'", "à condition de", "à supposer que", "en admettant que", "dans le cas où", "même si",
        "comme si", "sinon", "tant que tu", "en supposant", "quand bien même", "des fois que", "des fois qu'",
        "pour peu que", "pour peu qu'", "en cas", "supposons", "imaginons",
    ),
    purposes=(
        "pour que", "pour qu'", "afin que", "afin qu'", "afin de", "afin d'", "de peur que", "de peur qu'",
        "de peur de", "de peur d'", "de crainte que", "de crainte qu'", "de crainte de", "de crainte d'",
        "par peur de", "par peur d'", "histoire de", "dans le but de", "dans l'espoir de", "en vue de", "de façon à",
        "de manière à", "par crainte de", "avant que", "avant qu'", "dans l'espoir que", "dans l'intention de",
    ),
    infinitive_purposes=words("pour afin"),
    whether=words("si s'"),
    interrogatives=words(
        "qui quoi quel quelle quels quelles quand où comment pourquoi combien lequel laquelle lesquels qu'est-ce "
        "est-ce"
    ),
    modal_auxiliaries=frozenset(),
    ability=words("pouvoir"),
    modal_verbs=words("pouvoir devoir falloir vouloir aller risquer"),
    refusing_modals=frozenset(),
    done_modals=words("pouvoir devoir falloir aller vouloir"),
    frequency=words(
        "chaque toujours souvent parfois régulièrement constamment tout tous toutes quotidiennement rarement"
    ),
    not_done=words(
        "refuser échouer omettre éviter empêcher interdire renoncer négliger oublier manquer cesser arrêter hésiter "
        "dispenser abstenir nier défendre retarder épargner dissuader"
    ),
    achieved=words(
        "oser réussir parvenir arriver savoir laisser permettre faire daigner pouvoir commencer continuer finir "
        "venir voir regarder sentir aider obliger forcer contraindre amener servir mettre autoriser prendre "
        "entendre"
    ),
    irrealis_verbs=words(
        "faillir vouloir souhaiter espérer désirer compter projeter prévoir planifier envisager menacer promettre "
        "jurer ordonner commander exiger demander prier supplier conseiller recommander proposer suggérer prévenir "
        "avertir craindre redouter risquer préférer attendre rêver imaginer tenter essayer chercher tâcher offrir "
        "accepter décider songer penser vouer inviter encourager persuader convaincre inciter pousser sommer "
        "falloir devoir supposer aimer comploter garantir assurer tenir hésiter appréhender méfier veiller intimer "
        "valoir suffire réclamer autoriser apprêter préparer"
    ),
    irrealis_nouns=words(
        "plan idée intention menace peur crainte promesse ordre risque rêve espoir souhait vœu règle conseil "
        "avertissement danger chance but objectif proposition offre suggestion possibilité décision tentative "
        "pensée volonté envie besoin projet serment droit devoir loi condition option consigne obligation "
        "interdiction moyen occasion stratégie désir angoisse hantise terreur cauchemar attente attention prière "
        "punition demande"
    ),
    irrealis_adjectives=words(
        "prêt capable susceptible possible impossible obligé interdit important nécessaire mieux préférable censé "
        "supposé décidé libre sûr dangereux certain bon terrifié effrayé inquiet utile sage prudent probable prévu "
        "question"
    ),
    orders=words("dire demander crier ordonner répéter écrire commander prier hurler conseiller"),
    doubting=words("penser croire dire vrai sembler supposer trouver affirmer prétendre possible"),
    saying=words(
        "dire raconter affirmer prétendre annoncer déclarer écrire rapporter signaler mentionner assurer soutenir "
        "expliquer répéter révéler informer confier chuchoter murmurer jurer témoigner décrire répandre publier "
        "diffuser indiquer confirmer préciser ajouter insinuer parler laisser-entendre relater souffler glisser "
        "certifier plaindre vanter croire penser soupçonner accuser causer jaser colporter avancer montrer"
    ),
    hearing=words("entendre lire ouïr"),
    seeming=words("paraître sembler"),
    admitting=words(
        "avouer reconnaître savoir découvrir réaliser rappeler souvenir comprendre constater admettre oublier "
        "ignorer apprendre"
    ),
    hearsay_nouns=words(
        "bruit rumeur histoire nouvelle récit témoignage légende ragot commérage on-dit racontar info information "
        "article reportage journal journaux radio-trottoir dire accusation écho"
    ),
    hearsay_adverbs=words("apparemment prétendument soi-disant visiblement supposément paraît-il"),
    sources=(
        "selon", "d'après", "à en croire", "aux dires", "au dire", "à ce qu'on", "de ce qu'on", "d'après ce",
        "si j'en crois", "si on en croit", "si l'on en croit", "le bruit court", "des bruits courent", "la rumeur",
        "de source", "de l'avis", "j'ai entendu", "on m'a dit", "on m'a raconté", "à l'en croire", "à les en croire",
        "à les entendre", "à l'entendre", "à entendre", "par ouï-dire", "par oui-dire", "paraît-il", "dit-on",
        "il paraît", "ce qu'on dit", "ce qu'on raconte", "ce qui se dit", "ce qui se raconte", "de bouche à oreille",
        "radio trottoir", "il semblerait", "suivant les", "à ce qu'il paraît", "dans la bouche de", "au dires",
    ),
    source_openings=words("comme ce"),
    understanding=words("imaginer comprendre voir savoir croire rendre figurer écouter entendre suivre réaliser"),
    tags=(
        "n'est-ce pas", "hein", "non", "oui", "d'accord", "c'est ça", "c'est bien ça", "c'est exact", "pas vrai",
        "c'est juste",
    ),
    first_person=words("je j' nous me m' moi mon ma mes notre nos"),
    second_person=words("vous tu te t' toi votre vos ton ta tes"),
    indefinite=words("quelqu'un quelqu' on tu te t' vous un une homme inconnu personne gens étranger"),
    asking=words("savoir demander dire comprendre connaître apprendre entendre expliquer raconter voir préciser"),
    request_modals=words("vouloir aimer pouvoir souhaiter demander falloir"),
    telling_imperatives=words("dire raconter expliquer décrire parler rappeler montrer"),
    alternatives=words("ou ni"),
    additions=words("et puis"),
    relatives=words("que qu' qui dont où lequel laquelle lesquels lesquelles"),
    object_pronouns=words("le la l' les en ça cela y lui leur tout"),
    plural_pronouns=words("les leur ils elles"),
    subject_pronouns=words("il elle ils elles qui"),
    reflexives={
        "se": frozenset(), "s'": frozenset(), "me": words("je j'"), "m'": words("je j'"), "te": words("tu"),
        "t'": words("tu"), "nous": words("nous"), "vous": words("vous"),
    },
    causatives=words("faire laisser voir"),
    naming=words("appeler nommer surnommer dire"),
    person_nouns=words(
        "capitaine commandant colonel général président maire prophète évêque propriétaire marin proxénète courtier "
        "passeur trafiquant milice bandit gang type mec bourgmestre administrateur responsable personne gens homme "
        "femme enfant garçon fille bébé gosse gamin gamine petit petite adulte ami amie famille mère père parent "
        "sœur soeur frère fils épouse époux mari cousin cousine tante oncle nièce neveu grand-mère grand-père mamie "
        "papi veuve veuf orphelin orpheline jumeau jumelle fiancé fiancée voisin voisine invité invitée étranger "
        "étrangère victime survivant survivante réfugié réfugiée migrant migrante bonne domestique nounou servante "
        "serviteur esclave ouvrier ouvrière employé employée patron patronne chef madame maîtresse maître gardien "
        "gardienne soldat militaire police policier rebelle commerçant commerçante pêcheur paysan paysanne "
        "chauffeur élève étudiant étudiante camarade collègue apprenti apprentie recrue prisonnier prisonnière "
        "détenu détenue client cliente monsieur dame jeune mineur mineure ancien membre autre certain tous toutes "
        "chacun chacune quelqu'un nul groupe équipe foule classe cadet cadette aîné aînée vieux vieille prostituée "
        "infirmière médecin patient malade cuisinier cuisinière jardinier prêtre pasteur passager témoin maman papa "
        "marraine parrain tuteur tutrice copain copine individu ado adolescent adolescente nouveau nouvelle celui "
        "celle ceux celles tout monde aucun aucune plusieurs otage débiteur porteur"
    ),
    person_endings=("eur", "euse", "trice", "ier", "ière", "iste", "ant", "ante", "ien", "ienne"),
    person_pronouns=words(
        "je j' nous me m' moi tu te t' toi vous il elle ils elles lui leur eux on qui se s' le la l' les"
    ),
    quantities=words(
        "un une deux trois quatre cinq six tous toutes tout certains certaines plusieurs beaucoup moitié la-plupart "
        "plupart partie paire sorte espèce nombre dizaine douzaine majorité groupe celui celle ceux celles chacun "
        "chacune aucun aucune quelques-uns peu genre type morceau somme tas"
    ),
    be=words("être"),
    infinitive_marks=words("de d' à pour"),
    complement_marks=words("que qu' de d'"),
    cleft_places=(
        "c'est là que", "c'est là qu'", "c'est là-dessus que", "c'est comme ça que", "c'était là que", "voilà où",
        "c'est ici que", "c'est là où",
    ),
    when=words("quand lorsque lorsqu' dès jour moment fois où aussitôt tant jusqu'à"),
    advice=words("falloir devoir valoir convenir"),
    agents=words("par de"),
    near_negators=words("guère rarement peu"),
    first_subjects=words("je j' moi"),
    telling_openings=words("dites dis dites-moi racontez raconte expliquez explique décrivez décris parlez rappelez"),
    company=words("avec sans derrière"),
    ability_adjectives=words("capable"),
    conjunction_heads=words(
        "parce avant après bien pour sans afin dès alors tant pendant tandis lors depuis puis ainsi sitôt aussitôt "
        "tel telle moins plus autant mieux même ne jusqu'à jusqu' quoi"
    ),
    general_sayers=words("gens monde tous chacun on quelqu'un quelqu' certains radio journal"),
    we_or_they=words("on"),
    it=words("il ce c' ça cela ceci"),
    oppositions=words("mais or"),
    in_power=words(
        "patron patronne gérant gérante agent recruteur gardien chauffeur trafiquant passeur courtier contremaître "
        "capitaine propriétaire employeur officier soldat policier proxénète mari chef commandant maître maîtresse"
    ),
    verb_endings=(
        ("e", "er"), ("es", "er"), ("ent", "er"), ("lle", "ler"), ("lles", "ler"), ("llent", "ler"), ("tte", "ter"),
        ("ttent", "ter"), ("is", "ir"), ("it", "ir"), ("issent", "ir"), ("issait", "ir"), ("d", "dre"), ("ds", "dre"),
        ("dent", "dre"), ("dait", "dre"), ("dais", "dre"), ("du", "dre"), ("due", "dre"), ("dus", "dre"),
        ("dues", "dre"), ("te", "tre"), ("tent", "tre"), ("tait", "tre"), ("tu", "tre"), ("tue", "tre"),
        ("tus", "tre"), ("tues", "tre"), ("iennent", "enir"), ("ient", "enir"), ("iens", "enir"), ("enu", "enir"),
        ("enue", "enir"), ("enus", "enir"), ("enues", "enir"), ("enait", "enir"), ("ège", "éger"), ("èche", "écher"),
        ("ène", "ener"), ("ènent", "ener"), ("ève", "ever"), ("èvent", "ever"), ("ie", "yer"), ("ient", "yer"),
        ("ies", "yer"), ("ye", "yer"), ("yent", "yer"), ("çait", "cer"), ("geait", "ger"), ("geaient", "ger"),
    ),
    future_stems=(
        "aur", "ser", "ir", "fer", "pourr", "devr", "voudr", "verr", "viendr", "tiendr", "faudr", "saur", "recevr",
        "enverr", "courr", "mourr", "vaudr",
    ),
    future_endings=("ai", "as", "a", "ons", "ez", "ont", "ais", "ait", "ions", "iez", "aient"),
    doubtful_negators=words("plus"),
    times=words(
        "matin matinée midi après-midi soir soirée nuit jour journée lundi mardi mercredi jeudi vendredi samedi "
        "dimanche week-end semaine mois année fois lendemain veille"
    ),
    negation_clitics=words("ne n'"),
)  # fmt: skip

_OBJECTS = "obj iobj obl:arg obl:mod obl advmod xcomp ccomp dep attr fixed"
_CLAUSES = "xcomp ccomp acl csubj"
_RELATIVE = {"LOWER": {"IN": ["qui"]}}


def constructions(classes: WordClasses) -> tuple[Construction, ...]:
    """The patterns of French."""
    told = {"LEMMA": {"IN": sorted(classes.saying | classes.irrealis_verbs)}}  # verbs whose object a clause may tell
    quantity = {"LOWER": {"IN": sorted(classes.quantities)}}
    by_whom = {"LOWER": {"IN": sorted(classes.agents - {"de"})}}
    return (
        # ils ont pris mon passeport, ils l'ont pris, ils ont appelé à la police
        Construction("active", OBJECT, (anchor(WORD, _OBJECTS), head(WORD, VERB))),
        # ils ont pris mon téléphone, ma carte et mon passeport
        Construction(
            "active", OBJECT, (anchor(WORD, "conj"), head(WORD, "first", _OBJECTS, far=True), head("first", VERB))
        ),
        # une partie de nos passeports
        Construction(
            "quantity", OBJECT, (anchor(WORD, "nmod"), head(WORD, "first", tests=quantity), head("first", VERB))
        ),
        # mon passeport a été pris; mon téléphone, ma carte et mon passeport ont été pris
        Construction("passive", OBJECT, (anchor(WORD, "nsubj:pass nsubj"), head(WORD, VERB))),
        Construction(
            "passive", OBJECT, (anchor(WORD, "conj"), head(WORD, "first", "nsubj:pass", far=True), head("first", VERB))
        ),
        # on les a vus battre
        Construction(
            "noun group", OBJECT, (anchor(WORD, "acl"), head(WORD, "first", "obj obl:arg"), head("first", VERB))
        ),
        # ils ont promis que j'aurais un emploi
        Construction(
            "content",
            OBJECT,
            (anchor(WORD, _OBJECTS), head(WORD, "clause", _CLAUSES), head("clause", VERB, tests=told)),
        ),
        # le passeport qu'ils ont pris; le téléphone et le passeport qu'ils ont pris; quel genre de contrat a-t-il signé
        Construction("relative", OBJECT, (anchor(VERB, "acl:relcl acl"), head(VERB, WORD))),
        Construction(
            "relative", OBJECT, (anchor(VERB, "acl:relcl acl"), head(VERB, "first"), child("first", WORD, "conj attr"))
        ),
        Construction(
            "relative",
            OBJECT,
            (anchor(VERB, "acl:relcl acl"), head(VERB, "first", tests=quantity), child("first", WORD, "nmod")),
        ),
        # le patron a pris; le patron et sa femme ont pris
        Construction("active", SUBJECT, (anchor(WORD, "nsubj expl:subj csubj"), head(WORD, VERB))),
        Construction("active", SUBJECT, (anchor(WORD, "conj"), head(WORD, "first", "nsubj"), head("first", VERB))),
        # pris par le patron, par le patron et sa femme
        Construction("agent", SUBJECT, (anchor(WORD, "obl:agent"), head(WORD, VERB))),
        Construction(
            "agent",
            SUBJECT,
            (anchor(WORD, "obl:arg obl:mod obl"), head(WORD, VERB), child(WORD, "by", "case", tests=by_whom)),
        ),
        Construction(
            "agent", SUBJECT, (anchor(WORD, "conj nmod"), head(WORD, "first", "obl:agent"), head("first", VERB))
        ),
        # le patron qui a pris
        Construction(
            "relative",
            SUBJECT,
            (anchor(VERB, "acl:relcl"), head(VERB, WORD), child(VERB, "who", "nsubj", tests=_RELATIVE)),
        ),
    )
