"""No folder of ours may hide a dependency's module of the same name.

spaCy imports the distribution `catalogue` (through thinc and confection): a top-level folder of that name
breaks `import spacy` with "module 'catalogue' has no attribute 'create'".
"""

import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_no_folder_has_the_import_name_of_a_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    folders = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    taken = {name: owners for name, owners in packages_distributions().items() if name in folders}
    assert {name: owners for name, owners in taken.items() if owners != ["casewatch"]} == {}
