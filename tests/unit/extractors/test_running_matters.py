"""Matters of others that a text says still run beside the step it tells: as good as news to the firms they concern.

Whoever adds such words to one lexicon looks here for the line that the others lack.
"""

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput
from schemas.words import Role, Status

NEWS = {
    "en": "The European Commission today opened formal proceedings against TikTok. Parents had asked for it.",
    "de": "Die Europäische Kommission hat heute ein Verfahren gegen TikTok eröffnet. Eltern hatten das verlangt.",
    "fr": "La Commission européenne a ouvert aujourd'hui une procédure contre TikTok. Des parents la demandaient.",
    "it": "La Commissione europea ha avviato oggi un procedimento contro TikTok. Lo chiedevano i genitori.",
    "es": "La Comisión Europea ha incoado hoy un procedimiento formal contra TikTok. Lo pedían los padres.",
    "nl": "De Europese Commissie heeft vandaag een procedure tegen TikTok geopend. Ouders hadden dat gevraagd.",
    "pl": "Komisja Europejska wszczęła dziś formalne postępowanie przeciwko TikTokowi. Prosili o to rodzice.",
    "pt": "A Comissão Europeia abriu hoje um processo formal contra o TikTok. Os pais tinham-no pedido.",
}
RUNNING = [
    ("en", "Proceedings against Google and Microsoft over similar practices are pending."),
    ("en", "Google and Microsoft also have cases pending under the same law."),
    ("en", "A similar investigation into Google is still running."),
    ("en", "Another inquiry, into Google, has been open since 2024."),
    ("en", "Google is the subject of a separate inquiry, which continues."),
    ("en", "One more case concerns Google and has been running since May."),
    ("en", "The regulator's inquiry into similar practices at Google is at an early stage."),
    ("en", "An investigation into Google, opened in March, is at an advanced stage."),
    ("en", "Its case against Google is ongoing."),
    ("en", "Google faces a parallel investigation."),
    ("en", "Google, which faces a similar investigation, declined to comment."),
    ("en", "Two further inquiries, into Google and Microsoft, remain open."),
    ("de", "Verfahren gegen Google und Microsoft wegen ähnlicher Praktiken sind anhängig."),
    ("de", "Auch gegen Google und Microsoft laufen Verfahren nach demselben Gesetz."),
    ("de", "Eine ähnliche Untersuchung zu Google läuft noch."),
    ("de", "Ein weiteres Verfahren, gegen Google, ist seit 2024 offen."),
    ("de", "Gegen Google wird gesondert ermittelt."),
    ("de", "Google, gegen das ein ähnliches Verfahren läuft, wollte sich nicht äußern."),
    ("de", "Parallel läuft seit Februar ein Verfahren gegen Google."),
    ("de", "Auch Google und Microsoft sind Gegenstand laufender Verfahren."),
    ("de", "Die Prüfung vergleichbarer Klauseln bei Google dauert an."),
    ("fr", "Des procédures contre Google et Microsoft pour des pratiques similaires sont en cours."),
    ("fr", "Google et Microsoft font aussi l'objet de procédures en cours au titre de la même loi."),
    ("fr", "Une enquête similaire sur Google se poursuit."),
    ("fr", "Une autre enquête, visant Google, est ouverte depuis 2024."),
    ("fr", "L'enquête sur Google, ouverte en mars, est bien avancée."),
    ("fr", "Google, visé par une enquête similaire, n'a pas souhaité commenter."),
    ("fr", "L'instruction de pratiques comparables chez Google se poursuit."),
    ("fr", "Google reste sous enquête pour des faits similaires."),
    ("it", "Procedimenti contro Google e Microsoft per pratiche simili sono pendenti."),
    ("it", "Anche Google e Microsoft hanno procedimenti in corso in base alla stessa legge."),
    ("it", "Un'indagine simile su Google è ancora in corso."),
    ("it", "Un'altra istruttoria, su Google, è aperta dal 2024."),
    ("it", "L'istruttoria su Google, avviata a marzo, è in fase avanzata."),
    ("it", "Per Google l'inchiesta aperta a febbraio prosegue."),
    ("it", "Google, nei cui confronti è in corso un procedimento analogo, non ha commentato."),
    ("it", "Prosegue intanto l'istruttoria su pratiche analoghe di Google."),
    ("es", "Los procedimientos contra Google y Microsoft por prácticas similares siguen abiertos."),
    ("es", "También Google y Microsoft tienen procedimientos pendientes en virtud de la misma ley."),
    ("es", "Una investigación similar sobre Google sigue en curso."),
    ("es", "Otra investigación, a Google, está abierta desde 2024."),
    ("es", "El expediente a Google, incoado en marzo, está muy avanzado."),
    ("es", "Google, que afronta una investigación similar, no quiso hacer comentarios."),
    ("es", "Continúa además la instrucción de un expediente por conductas similares de Google."),
    ("nl", "Procedures tegen Google en Microsoft wegens vergelijkbare praktijken lopen nog."),
    ("nl", "Ook tegen Google en Microsoft lopen procedures op grond van dezelfde wet."),
    ("nl", "Een vergelijkbaar onderzoek naar Google loopt nog."),
    ("nl", "Een ander onderzoek, naar Google, loopt sinds 2024."),
    ("nl", "Het onderzoek naar Google, gestart in maart, is in een vergevorderd stadium."),
    ("nl", "Google, waar een soortgelijk onderzoek naar loopt, wilde niet reageren."),
    ("nl", "Ook Google en Microsoft zijn onderwerp van een lopend onderzoek."),
    ("pl", "Postępowanie wyjaśniające dotyczące podobnych praktyk Google i Microsoft jest w toku."),
    ("pl", "Także Google i Microsoft mają toczące się postępowania na podstawie tej samej ustawy."),
    ("pl", "Podobne postępowanie wobec Google nadal trwa."),
    ("pl", "Inne postępowanie, przeciwko Google, toczy się od 2024 r."),
    ("pl", "Postępowanie wobec Google, wszczęte w marcu, jest na zaawansowanym etapie."),
    ("pl", "Wobec Google i Microsoft toczą się podobne postępowania."),
    ("pl", "Google, wobec którego toczy się podobne postępowanie, odmówił komentarza."),
    ("pt", "Também o Google e a Microsoft têm processos pendentes ao abrigo da mesma lei."),
    ("pt", "Processos contra o Google e a Microsoft por práticas semelhantes estão em curso."),
    ("pt", "Uma investigação semelhante ao Google continua em curso."),
    ("pt", "Outra investigação, ao Google, está aberta desde 2024."),
    ("pt", "O processo contra o Google, aberto em março, está em fase avançada."),
    ("pt", "Decorre ainda um inquérito sobre práticas semelhantes do Google."),
]
NOT_RUNNING = [
    ("en", "Google's own internal investigation is still running."),
    ("en", "A copyright case against Google is ongoing in New York."),
    ("en", "Google and Microsoft have no cases pending."),
    ("en", "Its case against Google ended last year."),
    ("en", "The family's case against Google is ongoing."),
    ("en", "A class action against Google is pending."),
    ("en", "Another inquiry, into Google, was dropped in May."),
    ("en", "Google says it has an internal inquiry running."),
    ("en", "Publishers' case against Google is still running in Munich."),
    ("en", "Another, into Google, was closed without action in 2024."),
    ("de", "Eine Klage von Verlagen gegen Google ist anhängig."),
    ("de", "Ein weiteres Verfahren, gegen Google, wurde im März eingestellt."),
    ("de", "Gegen Google wird nicht ermittelt."),
    ("de", "Google und Microsoft sind nicht Gegenstand laufender Verfahren."),
    ("de", "Google prüft den Vorfall intern, die Untersuchung läuft noch."),
    ("fr", "Une autre enquête, visant Google, a été classée en mai."),
    ("fr", "Google mène une enquête interne, qui se poursuit."),
    ("fr", "Le procès des éditeurs contre Google est en cours."),
    ("fr", "Google et Microsoft ne font l'objet d'aucune procédure."),
    ("it", "Un'altra istruttoria, su Google, è stata chiusa a maggio."),
    ("it", "Google non ha procedimenti in corso."),
    ("it", "Google ha in corso un'indagine interna."),
    ("it", "La causa degli editori contro Google è in corso a Milano."),
    ("es", "Otra investigación, a Google, se archivó en mayo."),
    ("es", "Google no tiene procedimientos pendientes."),
    ("es", "Google tiene en curso una investigación interna."),
    ("es", "La demanda de los editores contra Google sigue en curso."),
    ("nl", "Een ander onderzoek, naar Google, werd in mei gesloten."),
    ("nl", "Google en Microsoft zijn geen onderwerp van een lopend onderzoek."),
    ("nl", "Google doet zelf intern onderzoek, dat loopt nog."),
    ("nl", "De rechtszaak van uitgevers tegen Google loopt nog."),
    ("pl", "Inne postępowanie, przeciwko Google, umorzono w maju."),
    ("pl", "Wobec Google nie toczy się żadne postępowanie."),
    ("pl", "Google prowadzi wewnętrzne postępowanie, które jest w toku."),
    ("pl", "Pozew wydawców przeciwko Google jest w toku."),
    ("pt", "Outra investigação, ao Google, foi arquivada em maio."),
    ("pt", "O Google não tem processos pendentes."),
    ("pt", "O Google tem em curso uma investigação interna."),
    ("pt", "A ação dos editores contra o Google continua em curso."),
]


def told(reader: Reader, lang: str, sentence: str) -> set[str]:
    text = f"{NEWS[lang]}\n\n{sentence}"
    findings = reader.read(ReadingInput(id="row", lang=lang, title="", text=text, date="2026-06-01")).findings
    asserted = [f for f in findings if f.status is Status.ASSERTED and f.evidence.text in sentence]
    return {p.name for f in asserted for p in f.parties if p.role is Role.TARGET}


@pytest.mark.parametrize(("lang", "sentence"), RUNNING)
def test_a_matter_that_runs_is_told(lang: str, sentence: str, reader: Reader) -> None:
    assert told(reader, lang, sentence) == {firm for firm in ("Google", "Microsoft") if firm in sentence}


@pytest.mark.parametrize(("lang", "sentence"), NOT_RUNNING)
def test_what_ended_or_is_no_authoritys_is_not(lang: str, sentence: str, reader: Reader) -> None:
    assert not told(reader, lang, sentence)


def test_it_is_said_of_a_matter_that_it_runs_already(reader: Reader) -> None:
    text = f"{NEWS['en']}\n\nAn investigation into Google, opened in March, is at an advanced stage."
    findings = reader.read(ReadingInput(id="row", lang="en", title="", text=text, date="2026-06-01")).findings
    runs = {p.name: f.is_of_a_running_matter() for f in findings if f.status is Status.ASSERTED for p in f.parties}
    assert runs == {"TikTok": False, "Google": True}
