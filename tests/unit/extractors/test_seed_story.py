"""The story casewatch was built for, and its paraphrases: who is investigated, and who merely stands in it."""

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput
from schemas.words import Instrument, Status

STORIES = [
    pytest.param(
        "en",
        "EU opens probe into Microsoft's investment in Mistral",
        "The European Commission has opened an investigation into Microsoft's investment in Mistral, the French AI "
        "company, a spokesperson said on Tuesday.\n\n"
        "The deal is worth 15 million euros. Microsoft is also the largest investor in OpenAI.\n\n"
        "In Switzerland, the Geneva-based host Infomaniak, whose services run on Mistral's models, said that it did "
        "not expect any changes for its customers.\n\n"
        "Separately, Elon Musk has sued OpenAI in California over its move away from its non-profit origins.",
        "eu-ec",
        {"microsoft", "mistral-ai"},
        {"openai", "infomaniak"},
        id="seed",
    ),
    pytest.param(
        "de",
        "Brüssel prüft Microsofts Einstieg bei Mistral",
        "Die EU-Kommission hat eine Untersuchung zu Microsofts Beteiligung an Mistral eröffnet, wie eine Sprecherin "
        "am Dienstag mitteilte.\n\n"
        "Der Genfer Hoster Infomaniak, dessen Dienste auf Modellen von Mistral beruhen, sieht sich nicht "
        "betroffen.\n\n"
        "In Kalifornien geht derweil die private Klage von Elon Musk gegen OpenAI weiter.",
        "eu-ec",
        {"microsoft", "mistral-ai"},
        {"openai", "infomaniak"},
        id="german-seed-with-genitive-s",
    ),
    pytest.param(
        "de",
        "Kartellamt nimmt Nvidias Beteiligung an Aleph Alpha unter die Lupe",
        "Das Bundeskartellamt hat ein Verfahren zur Beteiligung von Nvidia an Aleph Alpha eingeleitet.\n\n"
        "Kunden wie SAP nutzen die Modelle des Heidelberger Unternehmens. Eine Sammelklage von Autoren gegen "
        "Anthropic in den USA hat damit nichts zu tun.",
        "de-bkarta",
        {"nvidia", "aleph-alpha"},
        {"sap", "anthropic"},
        id="german-other-authority-customers-and-class-action",
    ),
    pytest.param(
        "fr",
        "L'Autorité de la concurrence ouvre une enquête sur l'investissement d'Amazon dans Hugging Face",
        "L'Autorité de la concurrence a ouvert mardi une enquête sur la prise de participation d'Amazon dans "
        "Hugging Face.\n\n"
        "L'hébergeur suisse Infomaniak, qui propose des modèles d'IA de Mistral, n'est pas concerné. "
        "Aux États-Unis, des auteurs ont lancé une action collective contre Meta.",
        "fr-adlc",
        {"amazon", "hugging-face"},
        {"infomaniak", "mistral-ai", "meta"},
        id="french-elision-and-bystanders",
    ),
    pytest.param(
        "fr",
        "Bruxelles enquête sur le partenariat entre Google et Anthropic",
        "La Commission européenne a ouvert une enquête sur le partenariat entre Google et Anthropic, a annoncé "
        "une porte-parole.\n\n"
        "OpenAI, concurrent d'Anthropic, n'a pas souhaité commenter. Le procès privé d'Elon Musk contre OpenAI "
        "se poursuit en Californie.",
        "eu-ec",
        {"google", "anthropic"},
        {"openai"},
        id="french-partnership-between-two",
    ),
    pytest.param(
        "en",
        "CMA launches inquiry into Amazon's tie-up with Anthropic",
        "Britain's Competition and Markets Authority has launched an inquiry into Amazon's partnership with "
        "Anthropic, it said on Wednesday.\n\n"
        "Perplexity, which uses models of Anthropic, declined to comment. A group of authors is suing OpenAI for "
        "copyright infringement in New York.",
        "uk-cma",
        {"amazon", "anthropic"},
        {"perplexity", "openai"},
        id="english-other-firms-and-authority",
    ),
    pytest.param(
        "it",
        "L'Antitrust avvia un'istruttoria sull'acquisizione di Stability AI da parte di Adobe",
        "L'Autorità Garante della Concorrenza e del Mercato ha avviato un'istruttoria sull'acquisizione di "
        "Stability AI da parte di Adobe.\n\n"
        "Secondo gli analisti anche Midjourney potrebbe essere venduta. Negli Stati Uniti alcuni artisti hanno "
        "avviato una class action contro Midjourney.",
        "it-agcm",
        {"stability-ai", "adobe"},
        {"midjourney"},
        id="italian-acquisition-by",
    ),
    pytest.param(
        "nl",
        "ACM onderzoekt samenwerking van Microsoft met Mistral",
        "De Autoriteit Consument & Markt (ACM) is een onderzoek gestart naar de samenwerking van Microsoft met "
        "Mistral.\n\n"
        "Concurrent OpenAI is niet betrokken bij het onderzoek.",
        "nl-acm",
        {"microsoft", "mistral-ai"},
        {"openai"},
        id="dutch-cooperation",
    ),
]


@pytest.mark.parametrize(("lang", "title", "text", "authority", "targets", "others"), STORIES)
def test_exactly_one_step_towards_exactly_the_parties(
    reader: Reader, lang: str, title: str, text: str, authority: str, targets: set[str], others: set[str]
) -> None:
    document = ReadingInput(id="story", title=title, text=text, lang=lang, date="2026-03-10", publisher="A paper")
    reading = reader.read(document)
    asserted = [finding for finding in reading.findings if finding.status is Status.ASSERTED]
    assert len(asserted) == 1, [(f.authority, f.action, f.evidence.text) for f in asserted]
    step = asserted[0]
    assert (step.authority, step.action.value) == (authority, "opened")
    assert step.instrument in {Instrument.MERGER, Instrument.ANTITRUST}
    assert {party.company for party in step.targets()} == targets
    misses = {miss.company: miss.reason for miss in reading.near_misses}
    assert all(misses.get(other) for other in others), misses
