"""Spanish, Italian, Portuguese and Polish ways of telling a step. The trap is named on each line."""

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput

Row = tuple[str, str, str, set[str]]

ASSERTED: list[Row] = [
    ("es", "Competencia expedienta a Google y Microsoft", "trade for authority", {"Google", "Microsoft"}),
    ("es", "La AEPD abre un procedimiento sancionador contra Meta", "verb and noun", {"Meta"}),
    ("es", "Bruselas manda un cuestionario a Nvidia", "a letter is an inquiry", {"Nvidia"}),
    ("es", "Pliego de cargos de la Comisión Europea a Microsoft", "nominal headline", {"Microsoft"}),
    ("es", "Google, multada con 180.000 euros por la CNMC", "passive behind a comma", {"Google"}),
    ("es", "Texas demanda a Character.AI", "a place sues", {"Character.AI"}),
    ("it", "L'Agcm avvia un'istruttoria nei confronti di Google", "acronym in small letters", {"Google"}),
    ("it", "Faro di Bruxelles su Google", "a metaphor for an inquiry", {"Google"}),
    ("it", "Agcom mette in mora Meta", "formal notice", {"Meta"}),
    ("it", "Il Garante chiede a Meta chiarimenti", "firm between verb and object", {"Meta"}),
    ("it", "Stangata dell'Antitrust a Google", "fine without the word", {"Google"}),
    ("pt", "AdC faz buscas na Microsoft", "raid with an article", {"Microsoft"}),
    ("pt", "Cade abre processo contra Google e Meta", "coordination", {"Google", "Meta"}),
    ("pt", "AdC emite Nota de Ilicitude contra a Google", "local name of charges", {"Google"}),
    ("pl", "KE otwiera dochodzenie wobec Microsoftu", "genitive", {"Microsoft"}),
    ("pl", "UOKiK stawia Microsoftowi zarzuty", "dative between verb and object", {"Microsoft"}),
    ("pl", "Bruksela wpisuje ChatGPT na listę bardzo dużych wyszukiwarek", "product for its owner", {"OpenAI"}),
]
QUIET: list[Row] = [
    ("es", "La Comisión Europea estaría ultimando un pliego de cargos contra Microsoft", "conditional", set()),
    ("es", "En la novela, un inspector de la CNMC irrumpe en las oficinas de Microsoft", "fiction", set()),
    ("it", "Tentativo di phishing: la falsa multa Agcom per l'uso di Google", "phishing", set()),
    ("pt", "Nem multa nem processo: fake news diz que Procon puniu a Meta", "fake news", set()),
    ("pl", "UOKiK szykuje się do postawienia zarzutów Microsoftowi", "only prepared", set()),
    ("pl", "Meta zapłaci? DPC ma wkrótce ogłosić karę", "a question", set()),
]


@pytest.mark.parametrize(("lang", "text", "trap", "alert"), [*ASSERTED, *QUIET])
def test_alerts_of_a_headline(reader: Reader, lang: str, text: str, trap: str, alert: set[str]) -> None:
    assert set(reader.read(ReadingInput(id="1", title=text, lang=lang)).alert()) == alert, trap
