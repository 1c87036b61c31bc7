"""Which two names a text says are one firm's, since it was renamed."""

import pytest

from cases.renaming import load_former_names, renamed_firms
from cases.telling import sentences_of, whole

RENAMED = [
    "Brussels objects to a takeover of Juralis, the Dutch maker of legal assistants formerly known as Lexomatic.",
    "Wolters sells Juralis (formerly Lexomatic).",
    "Lexomatic, which has since been renamed Juralis, said so.",
    "Lexomatic changed its name to Juralis in January.",
    "Juralis was called Lexomatic when the deal was filed.",
    "Lexomatic rebranded as Juralis last month.",
    "Lexomatic has rebranded itself Juralis.",
    "Juralis, as Lexomatic has been called since May, declined to comment.",
    "Juralis, the new name of Lexomatic, is based in Leiden.",
    "Juralis (previously: Lexomatic Holding B.V.) is based in Leiden.",
    "Lexomatic, now Juralis, is based in Leiden.",
    "The former Lexomatic now operates under the name Juralis.",
    "Lexomatic, een spin-off van de universiteit, gaat zich vanaf januari Juralis noemen.",
    "Juralis, het vroegere Lexomatic, zit in Leiden.",
    "Juralis heette tot januari Lexomatic.",
    "Lexomatic gaat verder als Juralis.",
    "Lexomatic heet sinds januari Juralis.",
    "Lexomatic, dat zijn naam in Juralis veranderde, zwijgt.",
    "Die Lexomatic GmbH, die seit Januar als Juralis GmbH firmiert, schweigt.",
    "Lexomatic hat sich im Januar in Juralis umbenannt.",
    "Juralis (vormals Lexomatic) schweigt.",
    "Juralis, das bis Januar Lexomatic hieß, schweigt.",
    "Juralis, die frühere Lexomatic, schweigt.",
    "Lexomatic nennt sich seit Januar Juralis.",
    "Lexomatic tritt seit Januar als Juralis auf.",
    "Juralis, le nouveau nom de Lexomatic, se tait.",
    "Juralis (ex-Lexomatic) se tait.",
    "Lexomatic, rebaptisée Juralis en janvier, se tait.",
    "Juralis, qui s'appelait Lexomatic jusqu'en janvier, se tait.",
    "Lexomatic a pris le nom de Juralis en janvier.",
    "Lexomatic a changé de nom pour Juralis.",
    "Lexomatic se nomme désormais Juralis.",
    "Juralis, nuovo nome di Lexomatic, tace.",
    "Juralis S.r.l. (già Lexomatic S.r.l.) tace.",
    "Lexomatic, che da gennaio si chiama Juralis, tace.",
    "Lexomatic ha cambiato nome in Juralis.",
    "Lexomatic ha assunto la denominazione di Juralis.",
    "Juralis, fino a gennaio Lexomatic, tace.",
    "Juralis, antes Lexomatic, calla.",
    "Juralis, la antigua Lexomatic, calla.",
    "Lexomatic, que desde enero se llama Juralis, calla.",
    "Lexomatic, que pasó a llamarse Juralis en enero, calla.",
    "Lexomatic cambió su nombre por Juralis.",
    "Juralis, nuevo nombre de Lexomatic, calla.",
    "Juralis, hasta enero Lexomatic, calla.",
    "Juralis, a antiga Lexomatic, cala-se.",
    "Lexomatic passou a chamar-se Juralis em janeiro.",
    "Lexomatic mudou de nome para Juralis.",
    "Juralis, novo nome da Lexomatic, cala-se.",
    "A Lexomatic, que adotou o nome Juralis, cala-se.",
    "A Lexomatic, hoje Juralis, cala-se.",
    "Juralis (dawniej Lexomatic) milczy.",
    "Lexomatic zmienił nazwę na Juralis.",
    "Lexomatic, od stycznia Juralis, milczy.",
    "Juralis, do stycznia działający jako Lexomatic, milczy.",
    "Lexomatic przyjął nazwę Juralis.",
    "Lexomatic, obecnie Juralis, milczy.",
]

NOT_RENAMED = [
    "Juralis competes with Lexomatic, formerly the leader.",
    "Google, which bought Lexomatic in May, said that it was now a part of Alphabet.",
    "Juralis, owned by Lexomatic, is now a unit of Alphabet.",
    "The former head of Juralis now works for Lexomatic.",
    "Until January Juralis had supplied Lexomatic.",
    "Juralis is now under investigation, as is Lexomatic.",
]


@pytest.mark.parametrize("text", RENAMED)
def test_a_firm_under_two_names(text: str) -> None:
    # A month in large letters may stand before a name.
    pairs = [" ".join(pair) for pair in renamed_firms(whole(sentences_of(text)))]
    assert any("Juralis" in pair and "Lexomatic" in pair for pair in pairs)


@pytest.mark.parametrize("text", NOT_RENAMED)
def test_two_firms(text: str) -> None:
    assert list(renamed_firms(whole(sentences_of(text)))) == []


def test_a_list_of_names_does_not_say_who_was_renamed() -> None:
    text = "Juralis, Lexomatic, Nordia, Holdwerk, Rittje and Trapnet were fined after one of them was renamed."
    assert list(renamed_firms([text])) == []


def test_all_its_words_are_patterns() -> None:
    assert all(load_former_names().model_dump().values())
