"""Broken files are refused with the file and the line to change."""

from pathlib import Path

import pytest

from knowledge.load import DATA, load_catalogue
from knowledge.rows import read_rows
from schemas.errors import DataFileError

ACME = """
[[company]]
id = "acme"
name = "Acme"
groups = ["ai_lab"]
aliases = [
  "Acme Robotics",
  { text = "Anvil", case_sensitive = true, cues = ["@ai", "roadrunner"] },
]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text.lstrip("\n"), encoding="utf-8")
    return path


def test_a_users_file_adds_a_company(tmp_path: Path) -> None:
    catalogue = load_catalogue([write(tmp_path, ACME)])
    anvil = catalogue.companies["acme"].aliases[1]
    assert anvil.case_sensitive
    assert "chatbot" in anvil.cues  # "@ai" is written out
    assert anvil.cues[-1] == "roadrunner"
    assert catalogue.company_named("ACME robotics") == catalogue.companies["acme"]


def test_a_users_file_may_hold_every_kind_of_row(tmp_path: Path) -> None:
    text = ACME.replace('["ai_lab"]', '["mine"]').replace("@ai", "@mine") + (
        '[[group]]\nid = "mine"\ntext = "Ours"\n'
        '[[cues]]\nid = "mine"\nwords = ["coyote"]\n'
        '[[relation]]\ncompany = "acme"\nkind = "uses_models_of"\nto = "openai"\n'
        'basis = { kind = "general_knowledge" }\n'
        '[[authority]]\nid = "xx-desert"\njurisdiction = "US"\nnames = [{ lang = "en", text = "Desert Office" }]\n'
        '[[body]]\nname = "{place} Sheriff"\nplaces = ["Mesa", "Butte"]\n'
    )
    catalogue = load_catalogue([write(tmp_path, text)])
    assert catalogue.in_group("mine") == (catalogue.companies["acme"],)
    assert catalogue.companies["acme"].aliases[1].cues == ("coyote", "roadrunner")
    assert catalogue.relations[-1] in catalogue.exposed_to("openai")
    assert catalogue.authorities["xx-desert"].display_name() == "Desert Office"
    assert [body.name for body in catalogue.other_bodies[-2:]] == ["Mesa Sheriff", "Butte Sheriff"]


RELATED = '[[relation]]\ncompany = "acme"\nkind = "partner"\nto = "openai"\nbasis = { kind = "general_knowledge" }\n'


@pytest.mark.parametrize(
    ("text", "same"),
    [
        pytest.param(f"# a remark\n{ACME}", True, id="a remark"),
        pytest.param(ACME + RELATED, True, id="a relation, which no reader looks at"),
        pytest.param(ACME.replace('"roadrunner"', '"coyote"'), False, id="another cue"),
        pytest.param(ACME.replace("Anvil", "Hammer"), False, id="another name"),
        pytest.param("", False, id="no such firm"),
    ],
)
def test_the_fingerprint_changes_with_what_is_read_by_it(tmp_path: Path, text: str, same: bool) -> None:
    first = load_catalogue([write(tmp_path, ACME)]).fingerprint
    assert (load_catalogue([write(tmp_path, text)]).fingerprint == first) is same


BROKEN = [
    # (trap, what is written, what is written instead, line, words of the reason)
    ("a wrong key", 'name = "Acme"', 'title = "Acme"', 1, "company"),
    ("a key that does not exist", 'name = "Acme"', 'name = "Acme"\nwebsite = "acme.example"', 4, "website"),
    ("a wrong key in an alias", "case_sensitive = true", "case = true", 7, "case"),
    ("a country that is no code", 'name = "Acme"', 'name = "Acme"\ncountry = "Arizona"', 4, "country"),
    ("an id that is no slug", '"acme"', '"Acme Inc"', 2, "id"),
    ("an id that stands twice", '"acme"', '"openai"', 2, "stands already in"),
    ("a group nobody declared", '"ai_lab"', '"ai_labs"', 4, "ai_labs"),
    ("a list of cues nobody declared", "@ai", "@ia", 7, "@ia"),
    ("a name of another firm", '"Acme Robotics"', '"Anthropic PBC"', 6, "anthropic"),
    ("a name of another firm in another case", '"Acme Robotics"', '"ANTHROPIC PBC"', 6, "anthropic"),
    ("a name of another firm that asks for cues", '"Acme Robotics"', '"Gemini"', 6, "google"),
    ("aliases that are no list", 'groups = ["ai_lab"]', 'groups = ["ai_lab"]\nproducts = "Anvil"', 5, "products"),
    ("no TOML", '"acme"', "acme", 2, "not TOML"),
    ("a table of another name", "[[company]]", "[[firm]]", 1, "firm"),
    ("a table that is not repeated", "[[company]]", "[company]", 1, "company"),
    ("places that are no list", 'name = "Acme"', 'name = "Acme"\nplaces = "Mesa"', 4, "places"),
]


@pytest.mark.parametrize(
    ("written", "instead", "line", "reason"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_a_broken_file_names_its_line(tmp_path: Path, written: str, instead: str, line: int, reason: str) -> None:
    assert ACME.count(written) >= 1
    path = write(tmp_path, ACME.replace(written, instead))
    with pytest.raises(DataFileError) as caught:
        load_catalogue([path])
    assert caught.value.path == path
    assert caught.value.line == line
    assert reason in caught.value.reason


def test_a_relation_to_nobody_names_its_line(tmp_path: Path) -> None:
    relation = (
        '[[relation]]\ncompany = "openai"\nkind = "partner"\nto = "acme"\nbasis = { kind = "general_knowledge" }\n'
    )
    path = write(tmp_path, relation)
    with pytest.raises(DataFileError, match="no company has the id 'acme'") as caught:
        load_catalogue([path])
    assert (caught.value.path, caught.value.line) == (path, 4)


def test_a_service_of_nobody_names_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, '[[authority]]\nid = "xx-a"\njurisdiction = "US"\npart_of = "xx-b"\nnames = []\n')
    with pytest.raises(DataFileError, match="xx-b") as caught:
        load_catalogue([path])
    assert (caught.value.path, caught.value.line) == (path, 4)


def test_two_firms_may_share_a_name_that_both_must_prove(tmp_path: Path) -> None:
    gemini = '{ text = "Gemini", case_sensitive = true, cues = ["bitcoin"] }'
    catalogue = load_catalogue([write(tmp_path, ACME.replace('"Acme Robotics"', gemini))])
    assert catalogue.company_named("Gemini") is None


def test_names_that_differ_in_case_may_share_a_word(tmp_path: Path) -> None:
    lower = '{ text = "grok", case_sensitive = true }'
    assert load_catalogue([write(tmp_path, ACME.replace('"Acme Robotics"', lower))]).companies["acme"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="cannot be read"):
        load_catalogue([tmp_path / "nowhere.toml"])


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.toml")), ids=lambda path: path.name)
def test_a_bundled_file_with_a_wrong_key_is_named(path: Path, tmp_path: Path) -> None:
    row = read_rows(path)[-1]
    copy = tmp_path / path.name
    lines = path.read_text(encoding="utf-8").splitlines()
    at = max(number for number, line in enumerate(lines) if line.startswith(f"[[{row.table}]]"))
    copy.write_text("\n".join([*lines[: at + 1], "colour = 1", *lines[at + 1 :]]), encoding="utf-8")
    with pytest.raises(DataFileError, match="colour") as caught:
        load_catalogue([copy])
    assert (caught.value.path, caught.value.line) == (copy, at + 2)
