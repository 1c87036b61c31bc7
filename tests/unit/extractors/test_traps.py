"""Tables of hard sentences: who must be alerted, and who must not. The trap is named on each line."""

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput

Row = tuple[str, str, set[str]]

HEADLINES: list[Row] = [
    ("Commission sends Statement of Grounds to Shein over missing files", "a capital in the step's words", {"Shein"}),
    ("CMA investigates Microsoft over cloud licences", "present tense", {"Microsoft"}),
    ("Microsoft under investigation by CMA", "noun phrase", {"Microsoft"}),
    ("Microsoft: EU opens formal probe", "colon headline", {"Microsoft"}),
    ("EU antitrust watchdog raids Nvidia's Paris offices", "possessive and place", {"Nvidia"}),
    ("Google hit with €2.4 billion EU fine", "passive without a verb", {"Google"}),
    ("Apple fined €150 million by French watchdog", "by-phrase", {"Apple"}),
    ("TikTok Fined €530 Million for Sending Data to China", "title case, no authority", {"TikTok"}),
    ("Amazon faces FTC lawsuit over Prime", "no lawsuit in the lexicon of private suits", {"Amazon"}),
    ("FTC sues Amazon over Prime", "active suit by an authority", {"Amazon"}),
    ("Meta, Apple fined under DMA by European Commission", "comma coordination", {"Meta", "Apple"}),
    (
        "FTC launches inquiry into OpenAI, Anthropic and Perplexity",
        "three firms",
        {"OpenAI", "Anthropic", "Perplexity"},
    ),
    ("CMA clears Getty Images' merger with Shutterstock", "merger parties", {"Getty Images", "Shutterstock"}),
    ("EU clears Nvidia's purchase of Run:ai", "a colon inside a name", {"Nvidia", "Run:ai"}),
    ("Commission designates ChatGPT as a very large online search engine", "product for its owner", {"OpenAI"}),
    ("Italy's privacy watchdog blocks DeepSeek", "authority by place and trade", {"DeepSeek"}),
    ("Garante fines Replika developer Luka €5 million", "product, developer and firm are one", {"Luka"}),
    ("Brussels sends charge sheet to Meta", "capital for authority", {"Meta"}),
    ("German cartel office drops case against Google", "an end is a step", {"Google"}),
    ("Texas attorney general sues Character.AI", "state attorney general", {"Character.AI"}),
    ("OpenAI faces antitrust complaint at European Commission", "complained-about firm", {"OpenAI"}),
]

NEGATIONS: list[Row] = [
    ("CMA is not investigating Microsoft's deal with Mistral AI", "not", set()),
    ("No, we are not investigating Anthropic, says CMA", "not, quoted", set()),
    ("Commission has no plans to open an investigation into Nvidia", "no plans to", set()),
    ("FTC denies it is investigating Perplexity", "denies", set()),
    ("Microsoft escapes EU fine over Teams", "escapes", set()),
    ("Watchdog decides against probe into Google's Wiz deal", "decides against", set()),
    ("No EU investigation into X, spokesperson says", "no, noun", set()),
    ("Garante rules out investigation of Mistral AI's Le Chat", "rules out", set()),
    ("Kein Verfahren gegen Google, sagt das Bundeskartellamt", "German kein", set()),
    ("Bundeskartellamt ermittelt nicht gegen Nvidia", "German nicht behind the verb", set()),
    ("La Cnil n'enquête pas sur Mistral AI", "French ne … pas", set()),
    ("ACM start geen onderzoek naar Apple", "Dutch geen", set()),
    ("La CNMC no investiga a Google", "Spanish no", set()),
    ("Il Garante non ha aperto un'istruttoria su OpenAI", "Italian non", set()),
]

HEDGES: list[Row] = [
    ("EU may fine Meta over WhatsApp AI", "may", set()),
    ("FTC could sue Microsoft over cloud", "could", set()),
    ("Commission considers opening probe into Nvidia", "considers", set()),
    ("Lawmakers urge FTC to investigate OpenAI", "urge", set()),
    ("Google braces for EU fine over adtech", "braces for", set()),
    ("Apple likely to face EU charges, sources say", "likely to", set()),
    ("CMA set to launch probe of Amazon's Anthropic investment", "set to", set()),
    ("EU-Kommission könnte Bußgeld gegen Meta verhängen", "German könnte", set()),
    ("Bruxelles pourrait ouvrir une enquête contre Microsoft", "French pourrait", set()),
    ("Bruselas podría multar a Google", "Spanish podría", set()),
    ("Toezichthouder overweegt onderzoek naar TikTok", "Dutch overweegt", set()),
    ("Bruxelles valuta un'istruttoria su Microsoft", "Italian valuta", set()),
]

BACKGROUND: list[Row] = [
    (
        "Google, which was fined €2.4 billion by the Commission in 2017, launched a new phone.",
        "a dated relative clause",
        set(),
    ),
    ("The company said sales rose. Last year the FTC sued Amazon over Prime.", "last year", set()),
    ("Meta was fined €1.2 billion by the Irish regulator two years ago.", "years ago", set()),
    ("In 2019 the FTC fined Facebook $5 billion. The stock rose on Monday.", "year first", set()),
    ("Intel, fined by the Commission in 2009, presented a new chip in Taipei.", "apposition with a year", set()),
    ("Corresponding decisions have already been taken on Amazon and Apple by the Bundeskartellamt.", "already", set()),
    (
        "Das Bundeskartellamt hatte Meta bereits 2019 die Zusammenführung von Daten untersagt.",
        "German pluperfect",
        set(),
    ),
    ("L'Autorité avait sanctionné Google en 2021.", "French pluperfect", set()),
    ("De ACM legde Apple vijf jaar geleden een boete op.", "Dutch jaar geleden", set()),
]

NO_STEP: list[Row] = [
    ("Elon Musk sues OpenAI over its conversion", "private suit", set()),
    ("Authors file class action against Anthropic over training data", "class action", set()),
    (
        "New York Times sues Microsoft and OpenAI for copyright infringement",
        "a newspaper with a place in its name",
        set(),
    ),
    ("Parents sue Character.AI over teenager's death", "wrongful death", set()),
    ("Google opens internal investigation into leak", "internal investigation", set()),
    ("BBC investigation finds scams on Facebook", "journalists' investigation", set()),
    ("Senators grill Meta over chatbots", "lawmakers are no authority", set()),
    ("Nvidia launches new probe into quantum computing research", "a firm's own probe", set()),
    ("Apple pie recipe wins county fair", "homonym: the fruit", set()),
    ("Claude Monet painting sold for $98 million", "homonym: the painter", set()),
    ("Amazon rainforest fires: Brazil opens investigation", "homonym: the forest", set()),
    ("Mistral wind fans fires in Provence, prosecutors open investigation", "homonym: the wind", set()),
    ("Murder probe after woman found dead", "another kind of probe", set()),
    ("CMA appoints new chief executive", "the authority itself", set()),
    ("Commission uses Microsoft Azure for its new cloud", "the authority as a customer", set()),
    ("Two YouTube influencers charged by consumer watchdog", "users of a service", set()),
    ("Former Google engineer charged with theft by prosecutors", "employees of a firm", set()),
    ("Meta agrees to pay $90 million to settle class action lawsuit", "private settlement", set()),
    ("Premier League fines Chelsea £10 million", "a fine of the league", set()),
]

OTHER_LANGUAGES: list[Row] = [
    ("EU-Kommission eröffnet Verfahren gegen Meta", "German active", {"Meta"}),
    ("Bundeskartellamt untersagt Amazon Preiskontrolle", "German dative object", {"Amazon"}),
    ("Übernahme von Run:ai durch Nvidia genehmigt", "German participle at the end, no authority", {"Run:ai", "Nvidia"}),
    ("Gegen Google läuft ein Verfahren des Bundeskartellamts", "German fronted object", {"Google"}),
    ("Bundeskartellamt stellt Verfahren gegen SAP ein", "German separable verb", {"SAP"}),
    ("La Commission européenne inflige une amende à Google", "French active", {"Google"}),
    ("Google écope d'une amende de 250 millions d'euros de l'Autorité de la concurrence", "French écoper", {"Google"}),
    ("La Cnil sanctionne Google et Shein", "French coordination", {"Google", "Shein"}),
    ("ACM legt Apple boete op", "Dutch separable verb", {"Apple"}),
    ("Inval bij Google-kantoor in Italië", "Dutch compound", {"Google"}),
    ("L'Antitrust avvia un'istruttoria nei confronti di Meta per WhatsApp", "Italian elision", {"Meta"}),
    ("Il Garante sanziona OpenAI per 15 milioni di euro", "Italian sum", {"OpenAI"}),
    ("La CNMC multa a Apple y Amazon", "Spanish coordination", {"Apple", "Amazon"}),
    ("Bruselas abre una investigación a Meta por WhatsApp", "Spanish personal a", {"Meta"}),
    ("Cade abre processo contra o Google", "Portuguese", {"Google"}),
    ("Prezes UOKiK wszczął postępowanie przeciwko Apple", "Polish", {"Apple"}),
]

DATE = "2026-03-10"


def alerted(reader: Reader, title: str, text: str) -> set[str]:
    return set(reader.read(ReadingInput(id="row", title=title, text=text, date=DATE, publisher="A paper")).alert())


def named(rows: list[Row]) -> list[object]:
    return [pytest.param(words, firms, id=trap) for words, trap, firms in rows]


@pytest.mark.parametrize(("headline", "firms"), named([*HEADLINES, *NEGATIONS, *HEDGES, *NO_STEP, *OTHER_LANGUAGES]))
def test_headlines(reader: Reader, headline: str, firms: set[str]) -> None:
    assert alerted(reader, headline, "") == firms


@pytest.mark.parametrize(("text", "firms"), named(BACKGROUND))
def test_older_steps_told_as_context(reader: Reader, text: str, firms: set[str]) -> None:
    assert alerted(reader, "", text) == firms


LEADS: list[Row] = [
    (
        "The European Commission has opened an investigation into Nvidia. Rivals such as AMD and Intel welcomed it.",
        "rivals",
        {"Nvidia"},
    ),
    (
        "The FTC has filed a lawsuit against Microsoft, according to the Wall Street Journal.",
        "attribution",
        {"Microsoft"},
    ),
    (
        "Acting on a complaint by Spotify, the Commission today fined Apple €1.8 billion.",
        "complainant before the target",
        {"Apple"},
    ),
    ("The regulator, Ofcom, has opened an investigation into X over Grok.", "apposition", {"X"}),
    (
        "The Irish Data Protection Commission said on Friday it had fined TikTok €530 million.",
        "reported speech with a pluperfect of the news",
        {"TikTok"},
    ),
    (
        "The Commission sent a request for information to Meta, TikTok and Snapchat on Monday under the DSA. "
        "The European Commission gave them three weeks.",
        "the authority named in full only later",
        {"Meta", "TikTok", "Snap"},
    ),
    (
        "The CMA today accepted undertakings offered by Google. It has closed its case.",
        "two steps, one firm",
        {"Google"},
    ),
    (
        "Amazon, whose cloud business hosts Anthropic, was designated as a gatekeeper by the European Commission.",
        "a firm in a relative clause before a passive",
        {"Amazon"},
    ),
    (
        "Clearview AI has been ordered to delete its pictures of Belgians. The order comes from the Belgian Data "
        "Protection Authority.",
        "the authority only in the next sentence",
        {"Clearview AI"},
    ),
    (
        "The CNIL fined Meta Platforms Ireland Limited (MPIL). It found that MPIL had broken the law, and fined MPIL.",
        "initials in brackets are the firm before them",
        {"Meta"},
    ),
    (
        "Am 10. Juli 2026 ist bei der Kommission die Anmeldung eines Zusammenschlusses eingegangen. Vorherige "
        "Anmeldung eines Zusammenschlusses: Beteiligt sind Microsoft (USA), kontrolliert von niemandem, und Mistral AI "
        "(Frankreich).",
        "the sides of a notice with other words between them",
        {"Microsoft", "Mistral AI"},
    ),
]


@pytest.mark.parametrize(("text", "firms"), named(LEADS))
def test_leads(reader: Reader, text: str, firms: set[str]) -> None:
    assert alerted(reader, "", text) == firms
