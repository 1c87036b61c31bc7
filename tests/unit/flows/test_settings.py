"""Settings from a file and the environment, and what a wrong one is told."""

from pathlib import Path

import pytest

from flows.settings import check_watches, load_settings
from flows.settings_file import load_places
from schemas.errors import SettingsError, UnknownCompanyError
from tests.bundled import bundled

SECRET = "xoxb-not-to-be-shown"


def write(folder: Path, text: str) -> Path:
    file = folder / "casewatch.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_there_is_one_route_for_all_watched_firms() -> None:
    settings = load_settings(None, {"CASEWATCH_CONFIG": ""})
    assert [watch.groups for watch in settings.watches] == [("watched",)]


def test_paths_are_beside_the_file(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, 'data_folder = "store"\nsources_files = ["a.toml"]'), {})
    assert settings.live_file == tmp_path / "store" / "casewatch.duckdb"
    assert settings.sources_files == (tmp_path / "a.toml",)


def test_the_environment_overrules_the_file(tmp_path: Path) -> None:
    file = write(tmp_path, '[slack]\nbase_url = "https://a.example/api/"')
    settings = load_settings(file, {"CASEWATCH_SLACK_TOKEN": SECRET, "CASEWATCH_DATA": "/tmp/elsewhere"})
    assert settings.slack.token is not None
    assert settings.slack.token.get_secret_value() == SECRET
    assert settings.slack.base_url == "https://a.example/api/"
    assert settings.data_folder == Path("/tmp/elsewhere")
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("workers = ", "not valid TOML", id="broken TOML"),
        pytest.param("wrokers = 3", "wrokers", id="unknown key"),
        pytest.param("workers = 0", "workers", id="value out of range"),
        pytest.param(f'[slack]\ntoken = ["{SECRET}"]', "slack.token", id="secret of the wrong type"),
        pytest.param('[[watch]]\nid = "a"', "channel", id="route without a channel"),
        pytest.param('[[watch]]\nid = "a"\nchannel = "c"\nactions = ["fined"]', "actions", id="no such action"),
    ],
)
def test_a_wrong_file_is_told_where_and_what(tmp_path: Path, text: str, words: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load_settings(file, {})
    assert str(file) in str(caught.value)
    assert words in str(caught.value)
    assert SECRET not in str(caught.value)


def test_an_unreadable_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such settings file"):
        load_settings(tmp_path / "missing.toml", {})
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path, {})


@pytest.mark.parametrize(
    ("text", "environment"),
    [
        pytest.param("", {}, id="nothing said"),
        pytest.param('data_folder = "store"\nsources_files = ["a.toml", "b.toml"]', {}, id="both in the file"),
        pytest.param(
            'data_folder = "store"', {"CASEWATCH_DATA": "/tmp/x", "CASEWATCH_SOURCES": "/a:/b"}, id="overruled"
        ),
    ],
)
def test_light_commands_find_the_places_the_settings_name(
    tmp_path: Path, text: str, environment: dict[str, str]
) -> None:
    file = write(tmp_path, text)
    places, settings = load_places(file, environment), load_settings(file, environment)
    assert places.folder.public_file == settings.public_file
    assert places.sources_files == settings.sources_files


@pytest.mark.parametrize(
    "text", ["data_folder = 3", 'sources_files = "a.toml"', "sources_files = [1]", "data_folder ="]
)
def test_places_that_are_none_are_told(tmp_path: Path, text: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(SettingsError, match=str(file)):
        load_places(file, {})


def test_company_names_become_ids(tmp_path: Path) -> None:
    file = write(tmp_path, '[[watch]]\nid = "a"\nchannel = "c"\ncompanies = ["Mistral AI", "openai"]')
    settings = check_watches(load_settings(file, {}), bundled())
    assert settings.watches[0].companies == ("mistral-ai", "openai")


def test_an_unknown_company_is_told_the_nearest(tmp_path: Path) -> None:
    file = write(tmp_path, '[[watch]]\nid = "a"\nchannel = "c"\ncompanies = ["Mistal AI"]')
    with pytest.raises(UnknownCompanyError, match="Mistral AI"):
        check_watches(load_settings(file, {}), bundled())


def test_a_route_id_stands_once(tmp_path: Path) -> None:
    file = write(tmp_path, '[[watch]]\nid = "a"\nchannel = "c"\n[[watch]]\nid = "a"\nchannel = "d"')
    with pytest.raises(SettingsError, match="stands twice"):
        check_watches(load_settings(file, {}), bundled())


def test_an_unknown_group_is_told(tmp_path: Path) -> None:
    file = write(tmp_path, '[[watch]]\nid = "a"\nchannel = "c"\ngroups = ["everybody"]')
    with pytest.raises(SettingsError, match="everybody"):
        check_watches(load_settings(file, {}), bundled())


def test_another_model_of_names_can_be_named(tmp_path: Path) -> None:
    text = '[reading]\nspacy_model = "en_core_web_trf"\nspacy_labels = { FIRM = "COMPANY", ORG = "IGNORE" }'
    reading = load_settings(write(tmp_path, text), {}).reading
    assert reading.spacy_model == "en_core_web_trf"
    assert (reading.labels()["FIRM"], reading.labels()["ORG"], reading.labels()["GPE"]) == (
        "COMPANY",
        "IGNORE",
        "PLACE",
    )
    assert load_settings(None, {"CASEWATCH_SPACY_MODEL": "xx"}).reading.spacy_model == "xx"


def test_a_label_that_means_nothing_here_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"reading\.spacy_labels\.ORG"):
        load_settings(write(tmp_path, '[reading]\nspacy_labels = { ORG = "FIRM" }'), {})
