"""Orders to a model in an article: the forms they take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarise.checks.article.anchors import folded, holders
from summarise.checks.article.disguises import coded, read_aloud, readings

if TYPE_CHECKING:
    from collections.abc import Sequence

_AI = (
    r"(?:AI|A\.I\.|LLMs?|(?:large )?language models?|chat ?bots?|ChatGPT|GPT(?:-\d)?|Claude|Gemini|(?:AI "
    r"|summari[sz]ing |"
    r"writing )?assistants?|summari[sz]ers?|models?)"
)
_SAY = r"(?:say|state|include|mention|omit|leave out|write|add|claim|lead with|open with)"
_MUST = r"(?:please |always |only |never |do not |don.t |you must |must |should )"
# Orders that no article gives its readers. One that quotes such orders is told of too, and deserves the second look.
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|do not follow|don.t follow) (?:(?:all|any|every|the|your|these"
    r"|those|of|my) ){0,4}"
    r"(?:previous|prior|above|preceding|earlier|foregoing|existing|system|original)(?: (?:and|or) \w{3,12})? "
    r"(?:instructions?|prompts?|rules?|guidelines?|commands?|messages?|text|context)"
    r"|\b(?:ignore|disregard|forget) (?:everything|all) (?:above|before|(?:that |which )?(?:came before|you "
    r"(?:were|have"
    r"|read|see|saw)\b))"
    r"|\b(?:ignore|disregard|forget|override) (?:(?:all|any|every|the|your|these|those|of|my) ){0,4}"
    r"(?:instructions?|prompts?|rules?|directions?|guidelines?|commands?|messages?) "
    r"(?:above|before this|so far|that came before|you (?:were|have been) given)"
    r"|\b(?:dear|hello|hi|hey)(?: there)?,? (?:\w{3,10} )?"
    r"(?:AI|LLM|chat ?bot|(?:large |AI )?language model|AI assistant|assistant|ChatGPT)s?\b"
    r"|\bsummary so far\s?:|^summary so far$|\bcontinue the summary\b|(?:^|[.!?] )(?:report|write|say) instead that\b"
    r"|\bend of (?:the |this )?(?:article|document|input|context)\b"
    r"|\b(?:the|this) (?:article|document|input|context) ends (?:here|now)\b"
    rf"|\b(?:notes?|instructions?|messages?|reminders?|attention|important) (?:to|for) (?:the |any |all ){{0,2}}{_AI}"
    r"(?: systems?| readers?)?\s?[:—–]"
    r"|\bnew (?:task|instructions?|policy|orders?) from (?:the )?(?:operator|developer|system|administrator|user)\b"
    r"|\b(?:if you are|as|you are(?: now)?|act as|pretend to be) (?:an? |the )?(?:AI|A\.I\.|LLM|(?:large |AI "
    r")?language model|"
    r"chatbot|AI assistant|helpful assistant|summari[sz]er)\b(?: model)?[,.: ]"
    r"|\b(?:when|while|before|if) (?:you (?:are )?)?summari[sz](?:e|ing) (?:this|the) (?:article|text|page"
    r"|story|document)[, ]"
    rf"(?:.{{0,40}}\b)?(?:{_MUST}|{_SAY}\b)"
    rf"|\b(?:in|from) your (?:summary|answer|response|reply|output),? {_MUST}{{0,2}}{_SAY}\b"
    rf"|\b(?:every|each|any|your) summary (?:of (?:this|the) \w{{3,12}} )?(?:must|has to|needs to) {_SAY}\b"
    r"|(?:^|[.!?:] )(?:respond|reply|answer|output)(?: (?:only|exclusively) (?:with|in)\b| (?:only|exclusively):"
    r"| with (?:only )?(?:the (?:word|phrase|text|following)|[\"“'{]))"
    r"|(?:^|[.!?] )(?:AI|LLM|chatbot|assistant)s?[:,] (?:describe|summari[sz]e|say|write|ignore|state|rate|output)\b"
    r"|\b(?:begin|start|end) your (?:answer|summary|response|reply|output) with\b"
    r"|\b(?:reveal|print|repeat|output|show) (?:me )?(?:your|the) (?:system prompt|initial instructions|hidden "
    r"instructions)",
    re.IGNORECASE,
)
# The same in other words, and only in such as are said to nobody but a model.
_READER = (
    r"(?:(?:AI|A\.I\.)(?: (?:system|tool|model|agent|reader|bot|summari[sz]er)s?| summar(?:y|ies))?|AIs|LLMs?"
    r"|(?:large |AI )?language"
    r" models?|chat ?bots?|bots|ChatGPT|(?:AI |summari[sz]ing |digital )assistants?|summari[sz]ers?|automated "
    r"readers?"
    r"|summari[sz](?:ation|ing) (?:software|tools?|systems?|models?)|machine readers?)"
)
_WHAT_WAS_SAID = r"(?:instructions?|prompts?|guidelines?|guardrails|programming|directives?)"
_VOID = r"(?:now )?(?:void|cancell?ed|superseded|revoked|invalid|overridden|no longer (?:valid|appl(?:y|ies)))"
_SPOKEN = re.compile(
    rf"\b{_READER} (?:(?:that|which|who) )?(?:(?:is|are) )?(?:reading|reads?|processing|process(?:es)?|parsing"
    rf"|indexing"
    r"|scraping|summari[sz](?:ing|es?)) (?:this|these|the above)\b"
    rf"|^(?:tl;dr |content |text |message |note )?(?:for|to) {_READER}(?: only)?\s?:"
    rf"|\b(?:ignore|disregard|forget|override|bypass|set aside) (?:all )?(?:of )?your (?:\w{{1,12}} "
    rf"){{0,2}}{_WHAT_WAS_SAID}"
    r"|\b(?:ignore|disregard|forget|set aside) (?:all|everything|anything|whatever|what) (?:that |which )?you "
    r"(?:were|have "
    r"been|had been) (?:told|asked|given|instructed|taught)\b"
    rf"|\b(?:ignore|disregard|forget|override) (?:\w{{1,8}} ){{0,3}}{_WHAT_WAS_SAID} (?:that |which )?you (?:have "
    rf"|had |were )?"
    r"(?:been )?(?:given|received|got|told)\b"
    r"|\b(?:ignore|disregard) (?:what|everything that|all that) (?:came|comes|stands) "
    r"(?:before|above)\b"
    rf"|\b(?:pay no (?:attention|heed) to|set aside|stop following) (?:\w{{1,8}} ){{0,2}}(?:your|previous|prior"
    rf"|earlier|above)"
    rf" (?:\w{{1,10}} ){{0,2}}{_WHAT_WAS_SAID}"
    rf"|\byour (?:\w{{1,10}} ){{0,2}}{_WHAT_WAS_SAID} (?:are|is|have been|were|has been) {_VOID}\b"
    rf"|\binstructions? above (?:are |have been |were )?{_VOID}\b"
    r"|\bthese instructions? (?:supersede|override|replace|take precedence)\b"
    r"|^\W{0,6}(?:(?:new|updated|revised|additional|override|hidden|secret|system) ){1,2}(?:instructions?|prompts?"
    r"|messages?"
    r"|directives?|overrides?)\s?(?:[\]:]|$)"
    r"|^\s?\[(?:system|assistant|admin|developer)\]"
    r"|\b(?:begin|end|start|updated|revised|your|the (?:new|hidden)) system prompt\b|\bsystem prompt (?:begins"
    r"|ends)\b"
    rf"|\b(?:reveal|print|repeat|show|output|disclose) (?:me )?(?:all )?your (?:\w{{1,10}} )?(?:rules"
    rf"|{_WHAT_WAS_SAID})"
    r"|\bfrom now on,? you (?:are|will be|act as) (?:an?|the|in) (?:[\w-]{1,15} ){0,2}(?:assistant|model|bot|AI"
    r"|agent|mode)\b"
    r"|\byou are no longer (?:an?|the) (?:[\w-]{1,15} ){0,2}(?:assistant|model|bot|AI|summari[sz]er)\b"
    r"|\byou are now (?:DAN\b|in [\w-]{1,20} mode\b)|\b(?:developer|debug|admin|jailbreak) mode (?:is )?(?:enabled"
    r"|activated)\b"
    r"|\b(?:output|print|repeat|reproduce|return|write) (?:exactly |only )?(?:the following|this|these)(?: exact)? "
    r"(?:text"
    r"|sentence|phrase|words?|line|string)s?(?: verbatim| exactly| only)?\s?[:\"“]"
    r"|(?:^|[.!?:] )(?:please )?(?:respond|answer|reply|write|continue|summari[sz]e)(?: (?:the|this|a|your) "
    r"(?:summary|article"
    r"|text))? as (?:if|though) the (?:article|text|story|accused|author)\b"
    r"|\b(?:write|make|give|produce|create) (?:a|the|your) summary (?:as (?:if|though)|in which|that (?:says"
    r"|states|praises))\b"
    r"|\b(?:do not|don.t|stop) summari[sz](?:e|ing) (?:this|the (?:article|text|story)|and|it)\b"
    r"|\bwhen (?:you )?(?:produc|writ|mak|generat|creat|prepar)(?:e|ing) (?:a|the|your|any) summary,? "
    rf"{_MUST}{{0,2}}{_SAY}\b"
    r"|\b(?:every|each|any|all|the|your|automated|AI) summar(?:y|ies) (?:of (?:this|the) \w{3,12} )?(?:must|should"
    r"|ha(?:s|ve)"
    r" to|needs? to|shall) (?:not |never |only |always )?(?:say|state|mention|omit|leave out|claim|call|describe"
    r"|lead with"
    r"|open with|begin with|end with|praise)\b"
    rf"|\b{_MUST}(?:not )?{_SAY}\b.{{0,60}}\b(?:in|from|to) your (?:summary|answer|response|output)\b"
    rf"|(?:^|[.!?:] )(?:@\w{{1,20}} )?(?:please )?{_SAY}\b.{{0,60}}\b(?:in|from|to) (?:your|the) summary\b"
    r"|\byour (?:real|actual|new|only|next|true) task (?:now )?is\b"
    r"|\bthe (?:real|actual|true) (?:article|text|document|task) (?:begins|starts|follows) (?:here|below|now)\b"
    r"|(?:^|[.!?] )end of (?:text|prompt|user input|data)[.:!]"
    r"|(?:^|[.!?:] )(?:translate|rewrite|repeat|encode|print) (?:everything |all |all of )?the above(?= (?:text"
    r"|article|words|into|in|and|verbatim)\b|[.,!:]|$)"
    rf"|\bsummari[sz]ers? (?:must|should) (?:only )?{_SAY}\b"
    r"|\bsummari[sz](?:ation|ing|er) (?:guidance|instructions?|rules?|policy|notes?|guidelines?)\s?[:—–]"
    rf"|\b(?:instructions?|guidance|reminders?|notes?|messages?) (?:to|for) (?:the |any |all |our )?{_READER}\s?[:—–]"
    r"|(?:^|[.!?:] )(?:@(?:assistant|ai|bot|chatgpt|claude|gemini|copilot)\b|(?:ChatGPT|GPT(?:-\d)?|Copilot|Gemini"
    r"|Claude)[,:])"
    rf" (?:please )?(?:do not |never )?(?:{_SAY}|ignore|describe|summari[sz]e|stop)\b",
    re.IGNORECASE,
)
# What is done to a text, an answer or a user by nobody but a model, whatever it is called.
_TEXT = r"(?:article|text|page|story|document|passage|input|prompt|instructions?|guidance|guidelines?)"
_ANSWER = r"(?:summary|answer|response|reply|output)"
_TASKED = re.compile(
    r"\b(?:ignore|disregard|overlook|neglect|delete) (?:\w{1,10} ){0,4}(?:your|this|the (?:above|earlier|previous)) "
    rf"(?:\w{{1,10}} )?{_TEXT}\b"
    rf"|(?:^|[.!?:] )(?:please |kindly )?(?:ignore|disregard|overlook|neglect) (?:the|all|any|whatever) "
    rf"{_TEXT}\b(?! messages?)"
    r"|(?:^|[.!?:] )(?:please )?(?:output|return|print|emit|generate) (?:nothing but|only|just|an? (?:empty "
    r")?(?:json|object"
    r"|list|poem|limerick))\b|\boutput nothing but\b"
    rf"|\byour {_ANSWER} (?:should|must|will|has to|is to) (?:only |just )?(?:consist|contain|begin|start|say|read)\b"
    r"|\b(?:do not|don.t|never) (?:tell|inform|warn|show|let) the user\b|(?:^|[.!?:] )(?:now )?tell the user\b"
    r"|(?:^|[.!?:] )(?:mark|label|rate|treat|classify) (?:every|each|all) (?:\w{1,10} )?claims?\b"
    r"|^(?:please |kindly |now |then )?(?:do not |don.t |never |always )?(?:ignore|override|write|respond|answer"
    r"|copy|insert"
    r"|treat|consider|end|begin|start|call|say|state|summari[sz]e|mention|leave out|omit|include|add|set|put"
    r"|reply|repeat)\b"
    r"[^.!?]{0,80}\b(?:(?:your|any|every|the) (?:summary|output|prompt)|your (?:answer|response|reply"
    r"|instructions)|(?:this"
    r"|the) (?:article|prompt)|(?:preceding|previous|above) (?:paragraphs?|sentences?|article)|the paragraphs? "
    r"(?:about|on"
    r"|above))\b"
    r"|\bset [\"“]\w{2,30}[\"”] to\b"
    r"|\btreat (?:this|the (?:next|following)|these) \w{2,12} as (?:your|a|the) (?:system|new|real|true)\b"
    rf"|(?:^|[.!?:] )(?:please )?(?:summari[sz]e|describe) (?:this|the) {_TEXT} as\b"
    rf"|\bany (?:summary|output|response) (?:that|which) \w{{3,12}} .{{0,40}}\b(?:will|is to|must|shall) be\b"
    r"|\bbefore (?:you )?summari[sz](?:e|ing),? (?:please )?(?:delete|remove|ignore|add|say|state|write)\b"
    r"|\bstop reading(?: here)?(?:,| and) (?:answer|respond|reply|write|output|say)\b"
    r"|\byou,? the (?:AI|assistant|language model|model|chatbot),"
    r"|\b(?:this is|i am|i.m) your (?:developer|operator|administrator|creator|system prompt)\b"
    r"|\b(?:priority|system|admin|developer|instruction) override[:.!]"
    r"|\b(?:drop|disable|bypass|turn off|switch off) (?:the|your|all) (?:safety|content|ethical) (?:rules|filters?"
    r"|guardrails"
    r"|polic(?:y|ies)|limits)\b"
    r"|\binstructions you (?:got|were given|have been given|received|have)\b"
    rf"|\byour (?:job|role|task|goal) (?:now )?is to .{{0,50}}\b{_ANSWER}\b"
    r"|\bprocess(?:ing)? this (?:\w{1,10} )?(?:with|by|using) (?:an? )?(?:AI|LLM|language model|chatbot)\b"
    rf"|(?:^|[.!?] )(?:attention,? )?{_READER}: (?:please|do not|don.t|never|ignore|add|leave|omit|the following"
    rf"|these)\b"
    rf"|(?:^|[.!?] )attention,? {_READER}\b"
    r"|\b(?:ignore|disregard|neglect|forget|overlook) (?:the|your|any|all) (?:earlier|previous|prior|first|old"
    r"|other) prompts?\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:ignorier(?:e|t|en sie)|vergiss|missachte) (?:alle )?(?:(?:deine|ihre|die) )?"
    r"(?:bisherigen|vorherigen|obigen|vorigen) (?:anweisungen|befehle|regeln)"
    r"|\b(?:sehr geehrtes|liebes) sprachmodell\b|\bcher modèle de langage\b|\bestimado modelo de lenguaje\b"
    r"|\b(?:ignore[zr]?|oublie[zr]?) (?:toutes )?(?:les )?(?:instructions|consignes) (?:précédentes|ci-dessus"
    r"|antérieures)"
    r"|\b(?:ignora|ignore|olvida|olvide) (?:todas )?(?:las )?(?:instrucciones|órdenes) (?:anteriores|previas)"
    r"|\b(?:ignora|ignori|dimentica) (?:tutte )?(?:le )?(?:istruzioni|regole) (?:precedenti|di sopra)"
    r"|\b(?:ignore|ignora|esqueça) (?:todas )?(?:as )?(?:instruções|regras) (?:anteriores|acima)"
    r"|\b(?:negeer|vergeet) (?:alle )?(?:de )?(?:vorige|voorgaande|eerdere|bovenstaande) (?:instructies|opdrachten)"
    r"|\bignorera (?:alla )?(?:tidigare|föregående) instruktioner"
    r"|\b(?:z?ignoruj|pomiń) (?:wszystkie )?(?:poprzednie|powyższe) (?:instrukcje|polecenia)"
    r"|\b(?:ignoruj|ignorujte|zapomeň) (?:všechny )?(?:předchozí|předešlé) (?:pokyny|instrukce|příkazy)"
    r"|\bигнорируй(?:те)? (?:все )?предыдущие (?:инструкции|указания)"
    r"|\bігноруй(?:те)? (?:усі |всі )?попередні (?:інструкції|вказівки)"
    r"|\bönceki (?:tüm )?(?:talimatları|komutları) (?:yok say|unut|göz ardı et)"
    r"|忽略(?:之前|以上|上述|前面)(?:的)?(?:所有)?(?:指令|指示|说明)|تجاهل (?:جميع )?التعليمات السابقة"
    r"|(?:これまで|上記|以前|前)の(?:すべての|全ての)?(?:指示|命令)を?(?:すべて|全て)?(?:無視|忘れ)"
    r"|이전(?:의)? (?:모든 )?(?:지시|명령|지침)(?:를|을|사항을)? (?:모두 )?무시"
    r"|\b(?:vergiss|ignoriere|missachte) (?:alle )?deine (?:\w{4,12} )?(?:anweisungen|befehle|regeln)"
    r"|\b(?:ignore[zr]?|oublie[zr]?) (?:toutes )?(?:vos|tes) (?:instructions|consignes)"
    r"|\b(?:ignora|olvida) (?:todas )?tus (?:instrucciones|órdenes)"
    r"|\bignorier(?:e|t|en sie) alles (?:bisher|vorher|oben|obige)|\bignore[zr]? tout ce qui (?:précède|a été)"
    r"|\bignor[ae] todo lo (?:anterior|dicho|que precede)|\bignore tudo (?:o que )?(?:acima|anterior|veio)"
    r"|\bignora tutto (?:ciò|quello) che|\bзабудь(?:те)? (?:все |обо всех )?предыдущи(?:е|х) (?:инструкци|указани)"
    r"|(?:无视|不要理会|忘记)(?:之前|以上|上述|前面)(?:的)?(?:所有)?(?:指令|指示|说明|内容)",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id)\|?>?"
    r"|\[/?INST\]|<</?SYS>>|</?(?:system|instructions?|article|document|user_input|tool_calls?|function_calls?)>"
    r"|(?:^|\n)\s{0,9}#{1,4} ?(?:System|Instructions?|Assistant|Human)\s?:?(?=[ \t]{0,9}(?:\n|$))"
    r"|(?:^|\n)\s{0,9}(?:system|assistant|human)\s?: ?(?:you (?:are|must|should|will|now)|ignore|from now on"
    r"|new instructions?)\b"
    r"|(?-i:(?:^|\n)\s{0,9}(?:SYSTEM|ASSISTANT)\s?:)"
    r"|(?:^|\n)s\d{1,5} \[(?:title|date|heading|caption)\] |\barticle-[0-9a-f]{16}\b"  # as tasks/direct.py writes
    r"|(?:^|\n)\s{0,9}assistant\s?: (?:sure|certainly|of course|here)\b"
    r'|"(?:headlines|standfirst|key_points|check_worthiness|evidence)" ?:',
    re.IGNORECASE,
)
# What the forms above can't do without, in small letters: a new form needs its anchor here.
_ORDER_ANCHORS = tuple(
    (
        "ai |ais |message|overlook|neglect|delete|output|return |print |emit |generate |the user|mark |label |rate |"
        "paragraph|sentence|article|your reply|any response|"
        "classify |"
        'set "|set “|treat |describe |stop reading|you, the |you the |your developer|your operator|your administrator|'
        "your creator|filter|safety|content|ethical|your job|your role|your task|your goal|process|attention|"
        "rules|from now on|no longer |exact |"
        "ignor|disregard|forget|override|t follow |instead that|end of |ends here|ends now|summar|your answer|"
        "your res|your reply|your output|respond |reply |answer |output |system prompt|initial instructions|"
        "hidden instructions|new task|new instruction|new policy|new order|assistant|chat bot|chatbot|chatgpt|"
        "gpt|claude|gemini|llm|model|a.i.| ai|ai, |ai: |ais, |ais: |vergiss|missachte|langage|lenguaje|oubli|"
        "olvid|dimentica|esqueça|negeer|vergeet|instruct|guideline|guardrail|programming|directive|prompt|bots|"
        "machine reader|verbatim|following|this text|this sentence|this phrase|these words|mode enabled|"
        "mode activated|mode is |now dan|now in |your real|your actual|your new|your only|your next|your true|"
        "the real |the actual |the true |the above|set aside|copilot|[system]|[admin]|[developer]|you were|"
        "you have been|you had been|what came|as if the |as though the |these |this word|this line|this string|"
        "automated|@ai|@bot|забудь|无视|不要理会|忘记|pomiń|zapomeň|игнорируй|ігноруй|önceki|忽略|تجاهل|無視|忘れ|이전"
    ).split("|")
)
_TURN_ANCHORS = ("<", "[", "#", "system", "assistant", "human", "article-", '":', '" :')


def order_in(text: str) -> str:
    """Return the words of a text that order a model about, whatever they are disguised as, or ""."""
    for plain in readings(text):
        for pattern in (_ORDERS, _SPOKEN, _TASKED, _ELSEWHERE):
            if found := pattern.search(plain):
                return found[0]
    return ""


def turn_in(text: str) -> str:
    """Return the mark of another turn of a chat, or of this program's own prompts, that a text holds, or ""."""
    found = _TURNS.search(text)
    return found[0] if found else ""


def worth_a_look(texts: Sequence[str]) -> set[int]:
    """Return the indexes of the texts in which the two above may find something, at a small part of their cost."""
    lines = [text.replace("\n", " ") for text in texts]
    whole = "\n".join(lines)
    orders = holders(_ORDER_ANCHORS, folded(read_aloud(whole)).split("\n"))
    turns = holders(_TURN_ANCHORS, folded(whole).split("\n"))
    ciphers = (number for number, line in enumerate(lines) if coded(line)) if coded(whole) else ()
    return {*orders, *turns, *ciphers}
