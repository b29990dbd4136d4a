# SPDX-License-Identifier: MIT
"""English: the word classes on which marks rest, and the constructions in which a verb has a subject or an object.

Constructions are in the labels of its pipeline (ClearNLP).
"""

from __future__ import annotations

from coding.marks.constructions import OBJECT, SUBJECT, VERB, WORD, Construction, anchor, child, head
from coding.marks.word_classes import WordClasses
from wording.word_lists import words

CLASSES = WordClasses(
    negators=words("not n't n’t never no nor neither nowhere nt"),
    negative_pronouns=words("nobody no-one none nothing neither noone"),
    negative_determiners=words("no neither"),
    not_denying=words("only just merely simply"),
    without=words("without instead"),
    conditions=(
        "if", "unless", "in case", "lest", "provided", "providing", "as long as", "so long as", "on condition",
        "suppose", "supposing", "assuming", "otherwise", "as if", "as though", "in the event", "whether or not",
        "in the case that", "if only",
    ),
    purposes=(
        "so that", "in order to", "in order that", "for fear", "so as to", "out of fear", "in the hope", "in hopes",
        "with the aim", "for the purpose", "with a view",
    ),
    infinitive_purposes=frozenset(),
    whether=words("whether if"),
    interrogatives=words("who whom whose what which when where why how"),
    modal_auxiliaries=words("would could might may can should shall will 'll ’ll 'd ’d ought must wo ca"),
    ability=words("could can ca"),
    modal_verbs=words("ought"),
    refusing_modals=words("would 'd ’d will wo"),
    done_modals=frozenset(),
    frequency=words(
        "every each always often sometimes usually whenever regularly constantly frequently occasionally repeatedly "
        "daily weekly nightly everyday most"
    ),
    not_done=words(
        "refuse fail decline forget avoid prevent stop forbid omit neglect refrain resist abstain escape hesitate "
        "deny prohibit ban cease delay postpone spare"
    ),
    achieved=words(
        "manage dare bother succeed able allow let permit care happen remember get bring begin start continue keep "
        "help make force cause enable see hear watch feel notice go come have use need afford"
    ),
    irrealis_verbs=words(
        "want wish hope plan intend mean threaten promise swear vow order command instruct demand ask request beg "
        "urge encourage advise recommend suggest propose warn caution fear worry dread risk prefer expect wait "
        "dream imagine suppose pretend try attempt seek aim offer agree decide consider prepare tempt arrange "
        "undertake pledge invite persuade counsel insist long desire crave consent conspire plot scheme guarantee "
        "assure anticipate foresee predict doubt require beware tell like love hate"
    ),
    irrealis_nouns=words(
        "plan idea intention threat fear promise order risk dream hope wish rule advice warning danger chance aim "
        "goal purpose proposal offer suggestion possibility decision attempt thought worry intent scheme law desire "
        "condition option ambition prospect demand request instruction project vow oath pledge right duty trick way "
        "terror dread nightmare expectation prayer command punishment penalty"
    ),
    irrealis_adjectives=words(
        "afraid scared frightened terrified worried anxious ready willing likely unlikely possible supposed better "
        "important necessary eager able free keen determined prepared due bound about going sure certain dangerous "
        "safe best wise easy tempted set liable apt careful"
    ),
    orders=words("tell say ask shout order instruct command yell signal call write beg"),
    doubting=words("think believe suppose imagine claim true seem appear mean"),
    saying=words(
        "say tell claim report announce state write mention declare assert allege rumour rumor whisper gossip "
        "relate recount repeat explain reveal inform insist maintain swear describe argue suggest boast brag "
        "complain broadcast publish print post testify narrate chat murmur note speak talk add confide bet suspect "
        "believe think accuse show"
    ),
    hearing=words("hear read gather overhear learn understand"),
    seeming=words("seem appear"),
    admitting=words("admit confess know remember realise realize discover recall forget prove"),
    hearsay_nouns=words(
        "rumour rumor word story talk gossip news report legend tale hearsay claim account saying whisper testimony "
        "allegation article broadcast bulletin headline post"
    ),
    hearsay_adverbs=words(
        "apparently allegedly reportedly supposedly purportedly seemingly rumoredly rumouredly presumably "
        "ostensibly"
    ),
    sources=(
        "according to", "from what", "by all accounts", "word has it", "rumour has it", "rumor has it",
        "legend has it", "to hear", "the story goes", "the word is", "i am told", "i'm told", "i was told",
        "we were told", "so i hear", "so i heard", "so they say", "as they say", "or so", "by what",
        "in the words of", "if you believe", "if i believe", "if one believes", "to believe", "word of mouth",
        "second hand", "second-hand", "the talk is", "there is talk", "there are rumours", "there were rumours",
        "there was talk", "the papers have it",
    ),
    source_openings=words("as what like so"),
    understanding=words("know see understand imagine believe remember follow realise realize get picture"),
    tags=(
        "right", "is that right", "is that so", "is that correct", "correct", "yes", "no", "eh", "okay", "ok", "huh",
    ),
    first_person=words("i we me us my our"),
    second_person=words("you your yours yourself yourselves"),
    indefinite=words("someone somebody anyone anybody you they people one man stranger person"),
    asking=words("ask know wonder tell say see understand learn hear find remember explain describe check"),
    request_modals=words("would 'd ’d like want need may can could must let wish"),
    telling_imperatives=words("tell say explain describe show remind"),
    alternatives=words("or nor"),
    additions=words("and then"),
    relatives=words("that which who whom whose where"),
    object_pronouns=words("it them this that these those all both one everything"),
    plural_pronouns=words("them these those both they"),
    subject_pronouns=words("he she they it who that"),
    reflexives={
        "myself": frozenset(), "yourself": frozenset(), "himself": frozenset(), "herself": frozenset(),
        "itself": frozenset(), "ourselves": frozenset(), "themselves": frozenset(), "yourselves": frozenset(),
    },
    causatives=words("make have get let"),
    naming=words("call name nickname"),
    person_nouns=words(
        "captain commander colonel general president mayor prophet bishop chairman landlord landlady sailor pimp "
        "broker smuggler trafficker militia rebel gang thug bandit person people man woman child boy girl baby kid "
        "infant adult friend family mother father parent sister brother son daughter wife husband cousin aunt uncle "
        "niece nephew grandmother grandfather grandparent widow orphan twin bride fiancé fiancée neighbour neighbor "
        "guest stranger relative human victim survivor refugee migrant maid nanny servant slave worker labourer "
        "laborer staff employee boss employer chief madam mistress guard soldier police policeman officer trader "
        "merchant fisherman farmer driver student pupil teacher classmate colleague mate apprentice newcomer "
        "arrival recruit prisoner detainee captive client customer guy lady gentleman youth teenager minor elder "
        "villager member one everyone everybody anyone anybody someone somebody nobody half most some many few all "
        "each both other rest lot couple group crew shift team crowd class generation youngest eldest oldest "
        "prostitute nurse doctor patient cook cleaner gardener monk nun priest pastor passenger witness peer pair "
        "mum mom dad granny grandma grandpa lad lass fellow folk kin partner spouse lover thief debtor tenant "
        "porter herder shepherd miner digger carrier combatant fighter hostage"
    ),
    person_endings=(
        "man", "woman", "mate", "er", "or", "ist", "ee", "ian", "mother", "father", "sister", "brother", "child",
        "boy", "girl", "men", "women",
    ),
    person_pronouns=words("i we me us you he she him her they them who whom whoever myself mine ours"),
    quantities=words(
        "one two three four five six seven eight nine ten twelve some all most many half both each none any few "
        "several lot rest part pair kind sort number couple dozen majority handful group"
    ),
    be=words("be"),
    infinitive_marks=words("to"),
    complement_marks=words("that to of"),
    cleft_places=(
        "that is where", "that's where", "it was there", "there is where", "this is where", "that was where",
        "it is there",
    ),
    when=words("when whenever once where wherever until till before day moment time"),
    advice=words("must should ought need"),
    agents=words("by"),
    near_negators=words("hardly scarcely barely rarely seldom"),
    first_subjects=words("i we"),
    telling_openings=words("tell explain describe show remind say"),
    company=words("with without beside behind"),
    ability_adjectives=words("able capable"),
    conjunction_heads=words("so such in now given except provided"),
    general_sayers=words("people everyone everybody folk folks someone somebody one radio newspaper paper"),
    we_or_they=frozenset(),
    it=words("it there that this"),
    oppositions=words("but yet"),
    in_power=words(
        "boss madam manager agent recruiter guard driver trafficker smuggler broker foreman captain owner employer "
        "landlord landlady officer soldier policeman pimp husband contractor supervisor chief commander master mistress"
    ),
    times=words(
        "morning noon afternoon evening night day monday tuesday wednesday thursday friday saturday sunday weekend "
        "week month year time today tonight tomorrow yesterday"
    ),
)  # fmt: skip

_OBJECTS = "dobj dative iobj oprd attr acomp npadvmod advmod dep prt prep"
_CLAUSES = "xcomp ccomp pcomp acl"
_RELATIVE = {"LOWER": {"IN": ["who", "that", "which"]}}


def constructions(classes: WordClasses) -> tuple[Construction, ...]:
    """The patterns of English."""
    told = {"LEMMA": {"IN": sorted(classes.saying | classes.irrealis_verbs)}}  # verbs whose object a clause may tell
    quantity = {"LEMMA": {"IN": sorted(classes.quantities)}}
    return (
        # they took my passport; they locked us in
        Construction("active", OBJECT, (anchor(WORD, _OBJECTS), head(WORD, VERB))),
        # they took my phone, my card and my passport
        Construction(
            "active", OBJECT, (anchor(WORD, "conj"), head(WORD, "first", _OBJECTS, far=True), head("first", VERB))
        ),
        # my passport was taken; my phone, my card and my passport were taken
        Construction("passive", OBJECT, (anchor(WORD, "nsubjpass nsubj"), head(WORD, VERB))),
        Construction(
            "passive", OBJECT, (anchor(WORD, "conj"), head(WORD, "first", "nsubjpass", far=True), head("first", VERB))
        ),
        # they called for the police, they went out of the house
        Construction(
            "preposition",
            OBJECT,
            (anchor(WORD, "pobj pcomp"), head(WORD, "prep", "prep dative", far=True), head("prep", VERB)),
        ),
        # a copy of my passport was taken, they took all of my passports
        Construction(
            "noun group",
            OBJECT,
            (
                anchor(WORD, "pobj"),
                head(WORD, "first", "dobj dative oprd attr nsubjpass", far=True),
                head("first", VERB),
            ),
        ),
        # they took both passports
        Construction(
            "quantity",
            OBJECT,
            (anchor(WORD, "compound poss nmod amod"), head(WORD, "first", tests=quantity), head("first", VERB)),
        ),
        # they made us work
        Construction("infinitive", OBJECT, (anchor(WORD, "xcomp ccomp"), head(WORD, VERB))),
        # they promised that I would get a job, that I would work in a shop
        Construction(
            "content",
            OBJECT,
            (anchor(WORD, _OBJECTS), head(WORD, "clause", _CLAUSES), head("clause", VERB, tests=told)),
        ),
        Construction(
            "content",
            OBJECT,
            (anchor(WORD, "pobj"), head(WORD, "clause", _CLAUSES, far=True), head("clause", VERB, tests=told)),
        ),
        # the passport (that) they took; the phone and the passport that they took
        Construction("relative", OBJECT, (anchor(VERB, "relcl acl"), head(VERB, WORD))),
        Construction(
            "relative", OBJECT, (anchor(VERB, "relcl acl"), head(VERB, "first"), child("first", WORD, "conj attr"))
        ),
        # the boss took; the boss and his wife took
        Construction("active", SUBJECT, (anchor(WORD, "nsubj csubj expl"), head(WORD, VERB))),
        Construction("active", SUBJECT, (anchor(WORD, "conj"), head(WORD, "first", "nsubj"), head("first", VERB))),
        # taken by the boss, by the boss and his wife
        Construction("agent", SUBJECT, (anchor(WORD, "pobj"), head(WORD, "by", "agent"), head("by", VERB))),
        Construction(
            "agent", SUBJECT, (anchor(WORD, "conj compound"), head(WORD, "by", "agent", far=True), head("by", VERB))
        ),
        # the boss who took
        Construction(
            "relative", SUBJECT, (anchor(VERB, "relcl"), head(VERB, WORD), child(VERB, "who", "nsubj", tests=_RELATIVE))
        ),
    )
