"""A contract that checks nothing looks exactly like one that is kept, so each must catch a planted violation."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import quarterdeck

PACKAGE = Path(quarterdeck.__file__).parent
PYPROJECT = PACKAGE.parents[2] / "pyproject.toml"
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

LAYERS = "Layers"
TIERS = "Domain tiers"
INSIDE = "Inside a domain"
PRIVATE = "Another domain's routes, jobs and queries are private"
HTTP = "HTTP stays in routes"
CYCLES = "No cycles"


@dataclass(frozen=True)
class Plant:
    """Code added to a module (and to others beside it), and the contract it breaks."""

    what: str
    contract: str
    module: str
    code: str
    beside: dict[str, str] = field(default_factory=dict)


PLANTS = [
    Plant("platform reaches up into a domain", LAYERS, "platform.planted", "import quarterdeck.domains.tenancy"),
    Plant("kit reaches up into platform", LAYERS, "kit.planted", "from quarterdeck.platform import errors"),
    Plant(
        "an upward import hides in a function",
        LAYERS,
        "kit.planted",
        "def later() -> None:\n    import quarterdeck.domains.tenancy",
    ),
    Plant("a fifth layer appears", LAYERS, "attic.planted", ""),
    Plant("a low domain knows a high one", TIERS, "domains.tenancy.planted", "import quarterdeck.domains.assets"),
    Plant("a new domain takes no place", TIERS, "domains.attic.planted", ""),
    Plant(
        "queries call the service",
        INSIDE,
        "domains.tenancy.queries",
        "from quarterdeck.domains.tenancy import service",
        beside={"domains.tenancy.service": ""},
    ),
    Plant(
        "routes know jobs",
        INSIDE,
        "domains.tenancy.routes",
        "from quarterdeck.domains.tenancy import jobs",
        beside={"domains.tenancy.jobs": ""},
    ),
    *(
        Plant(
            f"another domain's {private} are used",
            PRIVATE,
            "domains.imports.planted",
            f"from quarterdeck.domains.tenancy import {private}",
            beside={f"domains.tenancy.{private}": ""},
        )
        for private in ("routes", "jobs", "queries")
    ),
    Plant("a service knows FastAPI", HTTP, "domains.tenancy.service", "import fastapi"),
    Plant("a query knows Starlette", HTTP, "domains.tenancy.queries", "from starlette import requests"),
    Plant(
        "two modules know each other",
        CYCLES,
        "kit.planted",
        "import quarterdeck.kit.second",
        beside={"kit.second": "import quarterdeck.kit.planted"},
    ),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and its configuration, to be spoilt at will."""
    shutil.copy(PYPROJECT, tmp_path)
    shutil.copytree(
        PACKAGE, tmp_path / "src" / "quarterdeck", ignore=shutil.ignore_patterns("__pycache__", "console_dist")
    )
    return tmp_path


def source_of(copy: Path, module: str) -> Path:
    """The file of a module, made together with its packages when it isn't there."""
    parts = module.split(".")
    folder = copy / "src" / "quarterdeck"
    for part in parts[:-1]:
        folder /= part
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
    package = folder / parts[-1]
    path = package / "__init__.py" if package.is_dir() else package.with_suffix(".py")
    path.touch()
    return path


def broken_contracts(copy: Path) -> set[str]:
    environment = os.environ | {"PYTHONPATH": str(copy / "src"), "COLUMNS": "200", "NO_COLOR": "1"}
    told = subprocess.run(
        [LINT_IMPORTS, "--no-logo", "--no-cache"],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)\b", told.stdout, flags=re.MULTILINE))
    assert set(verdicts) == contract_names(), told.stdout + told.stderr
    assert (told.returncode == 0) == ("BROKEN" not in verdicts.values())
    return {name for name, verdict in verdicts.items() if verdict == "BROKEN"}


def contract_names() -> set[str]:
    contracts = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    return {contract["name"] for contract in contracts}


def test_the_code_keeps_every_contract(copy: Path) -> None:
    assert broken_contracts(copy) == set()


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.what)
def test_a_planted_violation_is_caught(copy: Path, plant: Plant) -> None:
    for module, code in ({plant.module: plant.code} | plant.beside).items():
        with source_of(copy, module).open("a", encoding="utf-8") as source:
            source.write(f"\n{code}\n")

    assert plant.contract in broken_contracts(copy)


def test_every_contract_has_been_shown_a_violation() -> None:
    assert {plant.contract for plant in PLANTS} == contract_names()
