"""Only text whose licence allows it is taken from a folder of corpora, and the page with the model says whose."""

import json
from pathlib import Path

from training.attribution import attribution
from training.corpora import load_sources, read_corpora
from training.plain_words import plain_words
from training.records import UNKNOWN, Labelled, read_sentences

ROWS = [
    {"id": "a", "lang": "en", "publisher": "UK/CMA", "text": "The CMA.", "ents": [[4, 7, "AUTHORITY"]]},
    {"id": "b", "lang": "en", "publisher": "Daily News", "text": "The CMA.", "ents": [[4, 7, "AUTHORITY"]]},
    {"id": "c", "lang": "en", "publisher": "UK/CMA", "text": "The CMA.", "ents": [[4, 7, "ORG"]]},
    {"src": "gum-news", "lang": "en", "text": "Ann of Acme", "ents": [[0, 3, "PER"], [7, 11, "ORG"]]},
    {"src": "europarl", "lang": "de", "text": "Acme GmbH klagt", "ents": [[0, 9, "ORG"]]},
    {"src": "europarl", "lang": "de", "text": "Landgerichts Bonn", "ents": [[0, 17, "ORG"]]},
    {"src": "private", "lang": "en", "text": "Ann of Acme", "ents": [[0, 3, "PER"]]},
    {"something": "else"},
]


def corpora(folder: Path) -> Path:
    (folder / "deep").mkdir()
    lines = "\n".join(json.dumps(row) for row in ROWS)
    (folder / "deep" / "all.jsonl").write_text(lines, encoding="utf-8")
    return folder


def test_official_sentences_are_those_of_free_publishers(tmp_path: Path) -> None:
    assert [record.id for record in read_corpora(corpora(tmp_path), "official")] == ["a"]


def test_general_texts_say_of_organisations_what_their_form_tells(tmp_path: Path) -> None:
    spans = [record.spans for record in read_corpora(corpora(tmp_path), "general")]
    assert spans == [((0, 3, "PERSON"), (7, 11, UNKNOWN)), ((0, 9, "COMPANY"),), ((0, 17, "AUTHORITY"),)]


def test_of_a_large_corpus_only_so_many_fifths_are_read(tmp_path: Path) -> None:
    rows = [{"src": "ler", "lang": "de", "doc": str(number), "text": "Ein Satz.", "ents": []} for number in range(50)]
    (tmp_path / "ler.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert 10 < len(read_corpora(tmp_path, "general")) < 30


def test_the_page_names_what_was_used_and_nothing_else(tmp_path: Path) -> None:
    page = attribution([read_sentences()[:5], read_corpora(corpora(tmp_path), "official")])
    assert "5 sentences" in page
    assert "Open Government Licence" in page
    assert "Federal Trade Commission" not in page


def test_every_source_has_terms_and_a_holder() -> None:
    assert all(source.licence and source.holder and source.keys for source in load_sources())


def test_plain_words_stand_outside_of_names_and_bear_their_languages() -> None:
    records = [
        Labelled("a", "en", "Aria sings of Brixo", ((14, 19, "COMPANY"),), "test"),
        Labelled("b", "it", "aria di mare", (), "test"),
    ]
    assert plain_words(records) == ["aria en it", "mare it", "sings en"]
