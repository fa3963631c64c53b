"""Documents that name what is gone are worse than none: what they name in backticks or link to has to exist."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import quarterdeck
from quarterdeck.platform.settings import Settings

ROOT = Path(quarterdeck.__file__).parents[3]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SOURCES = [*(ROOT / "backend/src").rglob("*.py"), *(ROOT / "tools").glob("*"), ROOT / "backend/tests/conftest.py"]

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"(?:backend|frontend|docs|tools|benchmarks|examples|\.ci)/[\w./*-]*\w/?")
TEST = re.compile(r"(backend/tests/[\w/]+\.py)::(\w+)(?:::(\w+))?")
MODULE = re.compile(r"quarterdeck(?:\.\w+)+(?<!\.conf)(?<!\.dump)")
VERB = re.compile(r"make ([a-z][a-z-]*)")
SETTING = re.compile(r"QUARTERDECK_[A-Z_]+")


def named(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    for code in CODE.findall(text):
        match = pattern.fullmatch(code.partition("=")[0] if pattern is SETTING else code)
        if match:
            yield match


def exists(path: str) -> bool:
    return any(ROOT.glob(path.rstrip("/")))


def is_verb(name: str, makefile: str) -> bool:
    if name.startswith("bench-"):
        path = f"benchmarks/{name.removeprefix('bench-').replace('-', '_')}"
        return exists(f"{path}.py") or exists(f"{path}/__main__.py")
    return bool(re.search(rf"^{name}:", makefile, re.MULTILINE))


def is_module_or_attribute(name: str) -> bool:
    parent, _, last = name.rpartition(".")
    try:
        if importlib.util.find_spec(name) is not None:
            return True
    except ModuleNotFoundError:
        pass
    spec = importlib.util.find_spec(parent)
    return bool(spec and spec.origin and re.search(rf"\b{last}\b", Path(spec.origin).read_text(encoding="utf-8")))


def is_setting(name: str) -> bool:
    field = name.removeprefix("QUARTERDECK_").lower()
    settings = (ROOT / "backend/src/quarterdeck/platform/settings.py").read_text(encoding="utf-8")
    return bool(re.search(rf"^    {field}:", settings, re.MULTILINE)) or any(
        name in path.read_text(encoding="utf-8") for path in SOURCES if path.is_file()
    )


def missing_from(document: Path, text: str) -> list[str]:
    """Everything the text names that isn't there."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    gone = [f"link {target}" for target in LINK.findall(text) if not (document.parent / target).exists()]
    gone += [match[0] for match in named(PATH, text) if not exists(match[0])]
    gone += [match[0] for match in named(MODULE, text) if not is_module_or_attribute(match[0])]
    gone += [match[0] for match in named(VERB, text) if not is_verb(match[1], makefile)]
    gone += [match[0] for match in named(SETTING, text) if not is_setting(match[0])]
    for match in named(TEST, text):
        file = ROOT / match[1]
        content = file.read_text(encoding="utf-8") if file.exists() else ""
        gone += [match[0] for name in match.groups()[1:] if name and not re.search(rf"(def|class) {name}\b", content)]
    return gone


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_document_names_exists(document: Path) -> None:
    assert missing_from(document, document.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "[a page](docs/nowhere.md)",
        "`backend/src/quarterdeck/nowhere.py`",
        "`backend/tests/nowhere/test_*.py`",
        "`quarterdeck.platform.nowhere`",
        "`make coffee`",
        "`QUARTERDECK_NOWHERE=1`",
        "`backend/tests/architecture/test_docs.py::test_nowhere`",
    ],
)
def test_a_name_of_nothing_is_noticed(text: str) -> None:
    assert len(missing_from(ROOT / "README.md", text)) == 1


def test_names_of_what_exists_pass() -> None:
    text = (
        "[style](CONTRIBUTING.md) [web](https://example.org/x) `backend/src/quarterdeck/platform/*.py` `make test` "
        "`quarterdeck.platform.postgres.EmbeddedPostgres` `QUARTERDECK_DATA_DIR=/srv` "
        "`backend/tests/architecture/test_docs.py::test_names_of_what_exists_pass`"
    )
    assert missing_from(ROOT / "README.md", text) == []


def test_every_setting_is_in_the_operations_guide() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"`QUARTERDECK_{name.upper()}`" not in guide] == []
