"""Plain words for "no" and "perhaps", the same in eight languages, below the lead of a text about something else.

Whoever adds such words to one lexicon looks here for the line that the others lack.
"""

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput
from schemas.words import Status

SOMETHING_ELSE = {
    "en": "Shares rose. The firm sells software.",
    "de": "Die Aktie stieg. Der Konzern verkauft Software.",
    "fr": "L'action a monté. Le groupe vend des logiciels.",
    "es": "La acción subió. El grupo vende programas.",
    "it": "Il titolo è salito. Il gruppo vende software.",
    "nl": "Het aandeel steeg. Het bedrijf verkoopt software.",
    "pl": "Kurs wzrósł. Spółka sprzedaje oprogramowanie.",
    "pt": "A ação subiu. O grupo vende programas.",
}
DENIED = [
    ("en", "The European Commission is not examining Google's stake in Anthropic."),
    ("en", "The CMA is not currently looking into Microsoft."),
    ("en", "The CMA has not begun a review of Microsoft's deal."),
    ("en", "The CMA has yet to open an investigation into Microsoft."),
    ("en", "The CMA has no plans to investigate Microsoft."),
    ("en", "The CMA does not intend to investigate Microsoft."),
    ("en", "The CMA sees no reason to investigate Microsoft."),
    ("de", "Die EU-Kommission prüft die Beteiligung von Google nicht."),
    ("de", "Das Bundeskartellamt sieht keinen Anlass für ein Verfahren gegen Microsoft."),
    ("de", "Das Bundeskartellamt hat kein Verfahren gegen Microsoft eröffnet."),
    ("de", "Das Bundeskartellamt ermittelt derzeit nicht gegen Microsoft."),
    ("de", "Das Bundeskartellamt plant keine Schritte gegen Microsoft."),
    ("de", "Gegen Microsoft laufe kein Verfahren, teilte das Bundeskartellamt mit."),
    ("fr", "La Commission européenne n'examine pas la participation de Google."),
    ("fr", "La CNIL n'enquête pas sur Meta."),
    ("fr", "La CNIL n'a pas ouvert d'enquête sur Meta."),
    ("fr", "La CNIL ne prévoit pas d'ouvrir une enquête sur Meta."),
    ("fr", "La CNIL ne voit pas de raison d'enquêter sur Meta."),
    ("fr", "Aucune procédure ne vise Meta, indique la CNIL."),
    ("es", "La Comisión Europea no está examinando la participación de Google."),
    ("es", "La CNMC no investiga a Microsoft."),
    ("es", "La CNMC no ha abierto ningún expediente a Microsoft."),
    ("es", "La CNMC no tiene previsto investigar a Microsoft."),
    ("es", "La CNMC no ve motivos para abrir un expediente a Microsoft."),
    ("es", "No hay ningún expediente abierto contra Microsoft, según la CNMC."),
    ("it", "La Commissione europea non sta esaminando la quota di Google."),
    ("it", "L'Antitrust non indaga su Microsoft."),
    ("it", "L'Antitrust non ha aperto alcuna istruttoria su Microsoft."),
    ("it", "L'Antitrust non intende aprire un'istruttoria su Microsoft."),
    ("it", "L'Antitrust non vede motivi per aprire un'istruttoria su Microsoft."),
    ("it", "Nessun procedimento è aperto nei confronti di Microsoft, fa sapere l'Antitrust."),
    ("nl", "De Europese Commissie onderzoekt het belang van Google niet."),
    ("nl", "De ACM doet geen onderzoek naar Microsoft."),
    ("nl", "De ACM heeft geen onderzoek naar Microsoft geopend."),
    ("nl", "De ACM is niet van plan Microsoft te onderzoeken."),
    ("nl", "Er loopt geen onderzoek naar Microsoft, zegt de ACM."),
    ("pl", "Komisja Europejska nie bada udziału Google."),
    ("pl", "UOKiK nie prowadzi postępowania przeciwko Microsoft."),
    ("pl", "UOKiK nie wszczął postępowania wobec Microsoft."),
    ("pl", "UOKiK nie planuje postępowania przeciwko Microsoft."),
    ("pl", "UOKiK nie widzi podstaw do wszczęcia postępowania wobec Microsoft."),
    ("pl", "Wobec Microsoft nie toczy się żadne postępowanie, informuje UOKiK."),
    ("pt", "A Comissão Europeia não está a examinar a participação da Google."),
    ("pt", "A AdC não está a investigar a Microsoft."),
    ("pt", "A AdC não abriu qualquer processo à Microsoft."),
    ("pt", "A AdC não tenciona investigar a Microsoft."),
    ("pt", "A AdC não vê razões para abrir um processo à Microsoft."),
    ("pt", "Não há nenhum processo contra a Microsoft, diz a AdC."),
]
SPECULATIVE = [
    ("en", "The CMA is considering whether to investigate Microsoft."),
    ("en", "The CMA is weighing whether to use interim measures against Microsoft."),
    ("en", "The CMA may well move against Microsoft next."),
    ("en", "The CMA could still fine Microsoft."),
    ("de", "Das Bundeskartellamt erwägt ein Verfahren gegen Microsoft."),
    ("de", "Ob das Bundeskartellamt gegen Microsoft einschreitet, ist offen."),
    ("de", "Der Verband fordert das Bundeskartellamt auf, gegen Microsoft vorzugehen."),
    ("fr", "La CNIL envisage d'ouvrir une enquête sur Meta."),
    ("fr", "La CNIL étudie l'opportunité d'une procédure contre Meta."),
    ("fr", "L'association demande à la CNIL d'enquêter sur Meta."),
    ("fr", "La CNIL pourrait sanctionner Meta."),
    ("es", "La CNMC estudia abrir un expediente a Microsoft."),
    ("es", "La CNMC baraja sancionar a Microsoft."),
    ("es", "La patronal pide a la CNMC que investigue a Microsoft."),
    ("es", "La CNMC podría multar a Microsoft."),
    ("it", "L'Antitrust valuta di aprire un'istruttoria su Microsoft."),
    ("it", "L'Antitrust sta pensando a una sanzione per Microsoft."),
    ("it", "I consumatori chiedono all'Antitrust di indagare su Microsoft."),
    ("it", "L'Antitrust potrebbe multare Microsoft."),
    ("nl", "De ACM overweegt een onderzoek naar Microsoft."),
    ("nl", "De ACM denkt aan een boete voor Microsoft."),
    ("nl", "De branche roept de ACM op Microsoft te onderzoeken."),
    ("nl", "De ACM kan Microsoft beboeten."),
    ("pl", "UOKiK rozważa wszczęcie postępowania wobec Microsoft."),
    ("pl", "Organizacja wzywa UOKiK do zbadania praktyk Microsoft."),
    ("pl", "UOKiK może ukarać Microsoft."),
    ("pt", "A AdC pondera abrir uma investigação à Microsoft."),
    ("pt", "A AdC estuda abrir um processo contra a Microsoft."),
    ("pt", "A associação pede à AdC que investigue a Microsoft."),
    ("pt", "A AdC poderá multar a Microsoft."),
]


def voices(reader: Reader, lang: str, sentence: str) -> set[Status]:
    else_ = SOMETHING_ELSE[lang]
    document = ReadingInput(
        id="row", lang=lang, title=else_.partition(".")[0], text=f"{else_}\n\n{else_}\n\n{sentence}", date="2026-05-05"
    )
    return {finding.status for finding in reader.read(document).findings}


@pytest.mark.parametrize(("lang", "sentence"), DENIED)
def test_no_is_told_as_denied(reader: Reader, lang: str, sentence: str) -> None:
    found = voices(reader, lang, sentence)
    assert Status.DENIED in found
    assert Status.ASSERTED not in found


@pytest.mark.parametrize(("lang", "sentence"), SPECULATIVE)
def test_perhaps_is_told_as_a_guess(reader: Reader, lang: str, sentence: str) -> None:
    found = voices(reader, lang, sentence)
    assert Status.SPECULATIVE in found
    assert Status.ASSERTED not in found
