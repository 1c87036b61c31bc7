"""Which other name a text gives a target: a trade name, or what it owns or runs; nobody else's."""

import pytest

from cases.names import called_marks, load_names
from cases.telling import sentences_of

TEXTS = [
    ("known as, in the next sentence, after a legal form", "Nordia Pagamentos", "Nordi",
        "O Cade investiga a Nordia Pagamentos S.A. por práticas no mercado. A empresa, conhecida como Nordi, nega."),
    ("owner of a chain, inflected", "TORG", "Media Okazja",
        "Prezes postawił spółce TORG, właścicielowi sieci sklepów Media Okazja, zarzuty."),
    ("who runs shops", "TORG", "Media Okazja", "Prezes nałożył na spółkę TORG, prowadzącą sklepy Media Okazja, karę."),
    ("the target is what is run", "BricoBravo", "Colombe",
        "Une sanction à Colombe SAS, exploitante de la place BricoBravo."),
    ("a verb after the name", "Holdwerk", "Bargeld",
        "Gegen die Holdwerk GmbH, die die Plattform Bargeld betreibt, läuft es."),
    ("a kind in large letters", "Holdwerk", "Bargeld",
        "Gegen die Holdwerk AG, Betreiberin der Plattform Bargeld, läuft es."),
    ("joined by a hyphen", "Holdwerk", "Rittje", "Rittje-Betreiber Holdwerk muss zahlen."),
    ("side by side", "Holdwerk", "Rittje", "Rittje owner Holdwerk must pay."),
    ("trading as", "Holdwerk", "Rittje Now", "The CMA fined Holdwerk Ltd, trading as Rittje Now, £3m."),
    ("the company behind", "Holdwerk", "Rittje", "The CMA fined Holdwerk, the company behind the Rittje app."),
    ("Dutch", "Holdwerk", "Rittje", "De ACM beboet Holdwerk B.V., eigenaar van de taxiapp Rittje."),
    ("Spanish", "Holdwerk", "Rittje", "La CNMC sanciona a Holdwerk S.L., propietaria de la plataforma Rittje."),
    ("Italian", "Holdwerk", "Rittje", "Istruttoria su Holdwerk S.p.A., società che gestisce la piattaforma Rittje."),
    ("a former name", "Holdwerk", "Rittje", "The CMA fined Holdwerk, formerly Rittje, £3m."),
    ("a new name", "Rittje", "Holdwerk", "La CNMC multa a Rittje, que pasó a llamarse Holdwerk en mayo."),
    ("made by the target", "Holdwerk", "Rittje", "Stop a Rittje, il compagno virtuale sviluppato da Holdwerk S.r.l."),
    ("run by the target", "Holdwerk", "Rittje", "The CMA looks into Rittje, a taxi app run by Holdwerk."),
    ("a part of the target", "Holdwerk", "Rittje", "La CNMC registra Rittje, filial de Holdwerk."),
    ("controlled by another", "Rittje", "Holdwerk", "Istruttoria su Rittje, app controllata da Holdwerk S.p.A."),
    ("whose subsidiary", "Holdwerk", "Rittje", "Officials searched Holdwerk, whose subsidiary Rittje runs a taxi app."),
    ("a subsidiary joined by a hyphen", "Rittje", "Holdwerk", "Razzia bei der Holdwerk-Tochter Rittje."),
    ("who makes it", "Holdwerk", "Rittje", "Officials searched Holdwerk, which makes Rittje braces."),
    ("the maker of it", "Holdwerk", "Rittje", "Holdwerk, Hersteller der App Rittje, muss zahlen."),
    ("a country between", "Holdwerk", "Rittje", "UOKiK ukarał Holdwerk, działający w Polsce pod marką Rittje."),
    ("a verb after a country", "Holdwerk", "Rittje", "Holdwerk, das in Polen Rittje heißt, muss zahlen."),
    ("the group in brackets", "Rittje", "Holdwerk", "L'AGCM sanziona Rittje (gruppo Holdwerk)."),
    ("the firm in brackets", "Rittje", "Holdwerk", "The CMA fined Rittje (Holdwerk)."),
    ("of a group", "Rittje", "Holdwerk", "La CNMC investiga a Rittje, del grupo Holdwerk."),
    ("belongs to a group with a hyphen", "Rittje", "Holdwerk", "Rittje, die zur Holdwerk-Gruppe gehört, muss zahlen."),
    ("belongs to, in French", "Rittje", "Holdwerk", "Rittje, qui appartient à Holdwerk, conteste."),
    ("belongs to, in Portuguese", "Rittje", "Holdwerk", "A AdC acusa a Rittje, que pertence ao grupo Holdwerk."),
    ("a part of a group, in Polish", "Rittje", "Holdwerk", "Rittje, część grupy Holdwerk, zapłaci."),
    ("for its brand", "Holdwerk", "Rittje", "La CNMC multa a Holdwerk por su marca Rittje."),
    ("a sentence that begins with the owner", "Rittje", "Holdwerk",
        "The CMA asks whether Rittje is too big. Rivals waited for this. Owner Holdwerk is not worried."),
    ("a complainant in brackets", "Holdwerk", "", "The CMA fined Holdwerk. Rivalis (Nordia) had complained."),
    ("a complainant owned by another", "Holdwerk", "", "Holdwerk is sued by Rivalis, a firm owned by Nordia."),
    ("the group's name at the end", "Vakantie Rittje", "Rittje", "De ACM beboet Vakantie Rittje B.V."),
    ("a country at the end", "Rittje Nederland", "", "De ACM beboet Rittje Nederland B.V."),
    ("a short word at the end", "Grupo Ritt", "", "La CNMC multa a Grupo Ritt."),
    ("a complainant who owns", "Holdwerk", "",
        "A case into Holdwerk after a complaint by Rivalis, owner of the Rittje site."),
    ("a complainant named since", "Holdwerk", "",
        "Holdwerk is sued by Rivalis. The company, known as Rittje, is glad."),
    ("a rival of an owner", "Holdwerk", "", "The CMA looks into Holdwerk, a rival of the owner of Rittje."),
    ("a stake", "Holdwerk", "", "The CMA fined Holdwerk, owner of a stake in Rittje."),
    ("an adviser", "Holdwerk", "", "The CMA fined Holdwerk. Rivalis LLP, counsel of the owner, said it would appeal."),
]  # fmt: skip


@pytest.mark.parametrize(("target", "other", "text"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_the_other_name_of_a_target(target: str, other: str, text: str) -> None:
    assert list(called_marks([target], sentences_of(text))) == ([f"called:{target}={other}"] if other else [])


def test_an_owner_in_a_text_of_two_firms_is_nobodys() -> None:
    told = ["The CMA fined Holdwerk and Rittje.", "Owner Nordia is not worried."]
    assert list(called_marks(["Holdwerk", "Rittje"], told)) == []


def test_two_targets_are_two_firms() -> None:
    assert list(called_marks(["Holdwerk", "Rittje"], ["The CMA fined Holdwerk, owner of Rittje."])) == []


def test_every_language_ties_names() -> None:
    assert sorted(load_names()) == ["de", "en", "es", "fr", "it", "nl", "pl", "pt"]
    assert all(words.called and words.runs for words in load_names().values())
