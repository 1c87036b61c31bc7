"""German, Dutch and French word order: where the verb stands, who is meant, and what is no step."""

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput

Row = tuple[str, str, set[str]]

GERMAN: list[Row] = [
    ("Die EU-Kommission hat gegen Nvidia ein Verfahren eingeleitet.", "participle last", {"Nvidia"}),
    ("Bundeskartellamt mahnt Microsoft wegen Copilot ab", "separable verb", {"Microsoft"}),
    ("Bundeskartellamt knöpft sich Nvidia vor", "colloquial verb, particle last", {"Nvidia"}),
    ("EU-Kommission fragt bei OpenAI nach", "question without a noun", {"OpenAI"}),
    ("Kartellverfahren gegen Nvidia: EU-Kommission ermittelt", "compound noun", {"Nvidia"}),
    ("EU-Kommission vor Verfahren gegen OpenAI?", "question in a headline", set()),
    ("EU-Kommission prüft angeblich Vorgehen gegen DeepSeek", "hearsay", set()),
    ("Mehrere Abgeordnete verlangen, dass die EU-Kommission Google zum Verkauf zwingt.", "demand", set()),
]

DUTCH: list[Row] = [
    ("De Europese Commissie heeft tegen Nvidia een diepgaand onderzoek ingeleid.", "participle last", {"Nvidia"}),
    ("AP legt OpenAI een boete van 30 miljoen euro op", "separable verb", {"OpenAI"}),
    ("ACM neemt Nvidia onder de loep", "idiom around the firm", {"Nvidia"}),
    ("Europese Commissie heeft OpenAI om uitleg gevraagd", "participle last, request", {"OpenAI"}),
    ("Recordboete voor OpenAI, meldt de AP", "compound noun", {"OpenAI"}),
    ("Steeds meer mensen vragen ChatGPT om uitleg.", "people ask, no authority does", set()),
    ("Brussel sluit een onderzoek naar Nvidia niet uit", "separable verb of another sense", set()),
]

FRENCH: list[Row] = [
    ("La Commission européenne a ouvert une procédure formelle contre Nvidia.", "past tense", {"Nvidia"}),
    ("La Cnil inflige à OpenAI une amende de 15 millions d'euros", "firm before the fine", {"OpenAI"}),
    ("OpenAI sanctionnée par la Cnil", "participle without a verb", {"OpenAI"}),
    ("Descente de la Commission européenne chez Nvidia", "noun of the act, authority after it", {"Nvidia"}),
    ("La Cnil se penche sur OpenAI", "reflexive verb", {"OpenAI"}),
    ("La Cnil va-t-elle sanctionner OpenAI ?", "question with a blank before its mark", set()),
    ("Offre de stage à la Cnil : modèles d'Anthropic", "a noun that looks like a verb", set()),
]


@pytest.mark.parametrize(
    ("lang", "row"),
    [*(("de", row) for row in GERMAN), *(("nl", row) for row in DUTCH), *(("fr", row) for row in FRENCH)],
    ids=lambda value: value if isinstance(value, str) else value[1],
)
def test_who_is_alerted(reader: Reader, lang: str, row: Row) -> None:
    title, _, firms = row
    reading = reader.read(ReadingInput(id="one", title=title, text="", lang=lang, date="2026-11-02"))
    assert set(reading.alert()) == firms
