# SPDX-License-Identifier: MIT
"""English: the words and forms by which its texts are read, and the headings of its codebooks."""

from __future__ import annotations

from wording.word_lists import HYPHENED, YEAR, KeywordTrap, MovementWords, SaidNumbers, SaidTimes, WordLists, words

_UNITS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SCALE = "hundred|thousand|million|millions|billion"
_SMALL = rf"(?:(?:{_TENS})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|{_UNITS})"
_LARGE = (
    rf"(?:(?:{_SMALL}|a|half a|several|\d+(?:[.,]\d+)?)[ -]+(?:{_SCALE})"
    rf"(?:[ -]+(?:and[ -]+)?(?:{_SMALL}|{_SCALE}))*)"
)
_MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_ORDINALS = (
    r"(?:twenty[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirty[- ]first|thirtieth"
    r"|twentieth|first|second"
    r"|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth"
    r"|seventeenth|eighteenth|nineteenth)"
)
_DAYS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen"
    r"|nineteen|twenty(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|thirty(?:[- ]one)?)"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|(?i:{_ORDINALS})|(?i:{_DAYS}))"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
_STOP = (
    r"(?=\s*(?:[,.;:!?)…]|$|and\b|but\b|when\b|then\b|now\b|or\b|at\b|like\b|years?\b|\bthat\b|\bin (?:May"
    r"|June|March)|\[))"
)

_NUMBERS = SaidNumbers(
    small=_SMALL,
    large=_LARGE,
    spoken=rf"(?:(?:double|triple|oh|o|{_SMALL}|hundred|nought)(?:[ -](?:double|triple|oh|{_SMALL}|hundred))*)",
    units=tuple(
        [
            "zero nought oh o",
            "one first",
            "two second",
            "three third",
            "four fourth",
            "five fifth",
            "six sixth six",
            "seven seventh",
            "eight eighth",
            "nine ninth",
            "ten tenth",
            "eleven eleventh",
            "twelve twelfth",
            "thirteen thirteenth",
            "fourteen fourteenth",
            "fifteen fifteenth",
            "sixteen sixteenth",
            "seventeen seventeenth",
            "eighteen eighteenth",
            "nineteen nineteenth",
        ]
    ),
    tens=tuple(["twenty twentieth", "thirty thirtieth", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]),
    hundreds=words("hundred"),
    times={"double": 2, "triple": 3},
)
_TIMES = SaidTimes(
    months=_MONTHS,
    days=rf"(?:{_ORDINALS}|{_DAYS})",
    dates=(
        HYPHENED.replace("MONTH", rf"(?i:{_MONTHS})"),
        rf"(?<![\w/.,-])(?P<date>{_WEEKDAY}{_DAY}(?: ?(?:to|and|or|-|–) {_DAY})?(?: of|,)? "
        rf"{_MONTHS}{YEAR}?)(?!\w)",
        rf"(?<!\w)(?P<date>{_WEEKDAY}{_MONTHS},? (?:the )?{_DAY}(?!,\d)(?! (?:years|people|of us))(?:st"
        rf"|nd|rd|th)?{YEAR}?)(?!\w)",
        rf"(?<!\w)(?P<date>{_MONTHS}{YEAR})\b",
    ),
    lead=r"(?:(?:in|on|by|since|until|around|from|of) )?",
    number=r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|some|a few|several|many)",
    unit=r"(?:minutes?|hours?|days?|nights?|weeks?|months?|years?|moments?)",
    age=(
        r"(?:\d{1,2}|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
        r"|nineteen|twenty(?:-\w+)?|thirty(?:-\w+)?|forty(?:-\w+)?|a (?:child|girl|boy|baby))"
    ),
    season=(
        r"(?:rains?|rainy season|dry season|harvest|war|elections?|floods?|new year|holidays|wedding|funeral"
        r"|lockdown|drought|fighting|attack|night)"
    ),
    shapes=(
        r"(?:the|that) (?:next|following|same|previous|very) (?:day|night|week|month|year|morning|evening|afternoon)",
        r"(?:last|that|one) (?:day|night|week|month|year|morning|evening|afternoon|spring|summer|autumn|winter)"
        r"(?! off\b)",
        r"{number}(?: more)? {unit} (?:later|afterwards|before that|ago|earlier|after that)",
        r"(?:after|within) {number}(?: or {number})? {unit}",
        r"when (?:i|he|she|we|they) (?:was|were|turned) (?:only |just |about )?{age}(?: years old)?",
        r"at (?:the age of |age )?{age}(?= (?:i|he|she|we|they|my)\b)",
        r"(?:before|after|during|since) the {season}",
        r"(?:before|after|during|at) (?:christmas|easter|ramadan|eid|independence|new year)",
        r"at (?:night|dawn|dusk|midnight|noon|the new year)",
        r"(?:in|since|until|around|from) (?:january|february|march|april|may|june|july|august|september|october"
        r"|november|december)",
        r"(?:on|one|that) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
        r"(?:in|since|until|around) (?:19|20)\d\d",
        r"yesterday",
    ),
)
_AGES = (
    r"(?i)(?<!\w)(?P<age>NUMBER(?:(?: and | or | to |-)NUMBER)?[- ]years?[- ]old|NUMBER "
    r"(?:yrs|years) of age|NUMBER months? old)\b",
    r"(?i)\b(?:aged?|age of|ages) (?:about |around )?(?P<age>NUMBER)\b",
    r"(?i)(?:\bI(?: am|['’]m| was)|\b(?:he|she|they|who|that|it|mother|girl|boy|son|daughter"
    r"|sister|brother|[A-Z]\w+) (?:is|was|were|are|turned|turns)(?: (?:only|just|about|maybe|barely|now"
    r"|then|almost|nearly|already))?|['’]s (?:only|just|about|maybe)?|\b(?:turned|turning)) "
    rf"?(?P<age>NUMBER){_STOP}",
    r"(?i)(?:(?:girl|boy|man|woman|child|lady|[A-Z][a-zé]+(?: [A-Z][a-zé]+)?)[,(] ?|, "
    r"?)(?P<age>NUMBER)(?=\s?[,.;)])",
    r"(?im)\b(?:think|thought|maybe|perhaps|says?|said|looked|probably|barely|not even|wrote"
    r"|writes?|written|so…|…) (?P<age>NUMBER)(?=\s?[,.;!?)]|$| but"
    r"| and (?:I|he|she|they|we)\b)",
)
_MOVEMENTS = MovementWords(
    verbs=words(
        "go travel leave arrive cross reach return come move flee run escape walk drive fly sail take bring send"
        " carry transport transfer deport ride head enter migrate smuggle"
    ),
    crossed=words("cross reach enter"),
    left=words("leave flee escape"),
    to=words("to into towards toward"),
    leave=words("from"),
    only={
        "for": words("leave head"),
        "in": words("arrive"),
        "at": words("arrive"),
        "through": words("cross go"),
    },
    vehicles=words(
        "bus truck lorry car taxi boat canoe ship plane foot motorbike moto motorcycle bicycle bike pickup van"
        " minibus train pirogue ferry tuktuk"
    ),
    by=words("by on in aboard"),
    company=words("with"),
    no_places=words("work bed sleep money passport papers card phone time day end help debt god life"),
    inside=words("in of at near"),
    sending=words("send bring take carry transport transfer drive"),
    persons=words(
        "girl boy child woman man sister brother daughter son wife husband people person worker friend mother"
        " father uncle aunt cousin neighbour baby family driver agent recruiter other group"
    ),
    adverbs=words("home abroad"),
    often=words("every each always usually often"),
)
_TRAPS = {
    # A pit where a determiner, a mineral or a place word says so, else "belonging to me".
    "mine": KeywordTrap(
        meant=r"\b(?:the|a|an|this|that|each|every|another|old|open|illegal|gold|coltan|tin|tungsten|copper|cobalt|coal"
        r"|salt|diamond|same|his|their|our|its|near|inside)[\s-]+(?P<hit>mine)\b"
        r"|\b(?P<hit2>mine)[\s-]+(?:worker|shaft|site|owner|boss|pit)"
    ),
    "organ*": KeywordTrap(other=r"organi[sz]\w*|organic\w*|organism\w*|organogram\w*"),
    "beg*": KeywordTrap(other=r"beg[aiu]n\w*|beget\w*|begot\w*|begrudg\w*|beguil\w*"),
    "beat*": KeywordTrap(other=r"beatif\w*|beatle\w*|beatitude\w*"),
    "rape*": KeywordTrap(other=r"rapeseed\w*"),
    "slap*": KeywordTrap(other=r"slapdash|slapstick"),
    "sold*": KeywordTrap(other=r"soldier\w*|solder\w*"),
    "minor*": KeywordTrap(other=r"minorit\w*"),
    "trap*": KeywordTrap(other=r"trapez\w*"),
    "ill*": KeywordTrap(other=r"ill(?:eg|it|us|um|og)\w*"),
}
_HEADINGS = {
    "code_id": ("code id", "id", "key", "code key", "code number", "number", "short code", "code identifier"),
    "parent_id": ("parent", "parent id", "parent code", "under", "belongs to"),
    "group": ("theme", "category", "main category", "family", "code family", "group"),
    "name": ("name", "code", "code name", "label", "title", "sub-code", "subcode", "subcategory"),
    "definition": ("definition", "description", "brief definition", "full definition", "meaning", "what it is"),
    "inclusion": ("inclusion", "inclusion criteria", "when to use", "use when", "include", "includes", "apply when"),
    "exclusion": ("exclusion", "exclusion criteria", "when not to use", "exclude", "excludes", "do not use when"),
    "anchors": (
        "anchor",
        "anchors",
        "anchor example",
        "anchor examples",
        "example",
        "examples",
        "example quote",
        "example quotes",
        "typical example",
        "typical examples",
        "quote",
        "quotes",
    ),
    "keywords": ("keywords", "key words", "words", "rules", "search words"),
    "colour": ("colour", "color"),
    "shortcut": ("shortcut", "shortcut key"),
    "sensitivity": ("sensitivity", "sensitive"),
    "source": ("source", "origin"),
    "category": ("groups only", "category only"),
    "retired": ("retired",),
    "memo": ("memo", "note", "notes", "comment", "comments", "remarks"),
}

WORDS = WordLists(
    small=words(
        "the and to of a in that was is it for he she they you my me with had have not but this were are be did we "
        "from him her there when what who because said"
    ),
    empty=words(
        "a an and as at be by for from he her his i in is it me my not of on or our she so that the their them they "
        "this to was we were with you"
    ),
    alternatives=("or",),
    headings=_HEADINGS,
    numbers=_NUMBERS,
    times=_TIMES,
    ages=_AGES,
    movements=_MOVEMENTS,
    traps=_TRAPS,
)
