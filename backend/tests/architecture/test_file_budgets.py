"""The tail is where quality is lost: long files, long functions, suppressed warnings."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import quarterdeck

ROOT = Path(quarterdeck.__file__).parents[3]
BUDGETS = tomllib.loads((ROOT / "tools" / "budgets.toml").read_text(encoding="utf-8"))
SUFFIXES = {".py", ".ts", ".tsx", ".js", ".mjs", ".sh"}
FOLDERS = ("backend", "frontend/src", "frontend/e2e", "frontend/scripts", "tools", "benchmarks")
MADE_BY_TOOLS = {"frontend/src/shared/api/schema.d.ts"}
NOT_OURS = {"__pycache__", "node_modules", "console_dist"}

Sizes = dict[str, int]


def sources() -> list[Path]:
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES)
    ours = (path for path in found if not NOT_OURS & set(path.relative_to(ROOT).parts))
    return sorted(path for path in ours if name_of(path) not in MADE_BY_TOOLS)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, int]]:
    """Qualified names and lengths of all functions, nested ones too."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from functions(node, prefix)
            continue
        name = f"{prefix}{node.name}"
        if not isinstance(node, ast.ClassDef):
            yield name, (node.end_lineno or node.lineno) - node.lineno + 1
        yield from functions(node, f"{name}.")


def file_sizes() -> Sizes:
    return {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}


def function_sizes() -> Sizes:
    # A migration is a list of statements that nobody edits again.
    files = [path for path in sources() if path.suffix == ".py" and "versions" not in path.parts]
    return {
        f"{name_of(path)}::{name}": lines
        for path in files
        for name, lines in functions(ast.parse(path.read_text(encoding="utf-8")))
    }


def over_budget(sizes: Sizes, limit: int, exceptions: Sizes) -> Sizes:
    return {name: lines for name, lines in sizes.items() if lines > exceptions.get(name, limit)}


def test_no_file_is_too_long() -> None:
    limit = BUDGETS["limits"]["lines_per_file"]
    assert over_budget(file_sizes(), limit, BUDGETS["longer_files"]) == {}


def test_no_function_is_too_long() -> None:
    limit = BUDGETS["limits"]["lines_per_function"]
    assert over_budget(function_sizes(), limit, BUDGETS["longer_functions"]) == {}


def test_an_exception_goes_when_its_reason_is_gone() -> None:
    sizes = file_sizes() | function_sizes()
    for name, allowed in (BUDGETS["longer_files"] | BUDGETS["longer_functions"]).items():
        assert sizes.get(name) == allowed, f"{name}: bring tools/budgets.toml up to date"


def is_test(path: Path) -> bool:
    return name_of(path).startswith(("backend/tests/", "frontend/e2e/")) or ".test." in path.name


@pytest.mark.parametrize("kind", ["product", "tests"])
@pytest.mark.parametrize("mark", BUDGETS["suppressions"]["product"])
def test_suppressions_do_not_multiply(kind: str, mark: str) -> None:
    chosen = [path for path in sources() if is_test(path) == (kind == "tests") and path != Path(__file__)]
    uses = {name_of(path): path.read_text(encoding="utf-8").count(mark) for path in chosen}

    assert sum(uses.values()) <= BUDGETS["suppressions"][kind][mark], {name: n for name, n in uses.items() if n}


class TestTheMeasure:
    def test_counts_nested_functions_and_methods(self) -> None:
        tree = ast.parse("class A:\n    def f(self):\n        def g():\n            return 1\n        return g\n")

        assert dict(functions(tree)) == {"A.f": 4, "A.f.g": 2}

    def test_sees_every_kind_of_source(self) -> None:
        names = {name_of(path) for path in sources()}

        assert {"tools/e2e.py", "tools/setup.sh", "backend/src/quarterdeck/platform/postgres/server.py"} <= names
        assert any(name.endswith(".tsx") for name in names)

    def test_an_exception_is_not_a_licence_to_grow(self) -> None:
        assert over_budget({"a.py": 520, "b.py": 520, "c.py": 10}, 500, {"a.py": 520, "b.py": 510}) == {"b.py": 520}
