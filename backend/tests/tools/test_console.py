"""The console is built when its sources changed, and only then: a warm start must not cost a build."""

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

import quarterdeck

TOOL = Path(quarterdeck.__file__).parents[3] / "tools" / "console.py"

# Stands in for npm: writes down what was asked of it and leaves what npm would leave.
NPM = """#!/bin/sh
echo "$@" >> "$NPM_LOG"
case "$1" in
  ci) mkdir -p node_modules ;;
  run) mkdir -p ../built && echo '<html>' > ../built/index.html ;;
esac
"""


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("console_tool", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    frontend = tmp_path / "frontend"
    for name, text in {
        "src/app.tsx": "1",
        "src/app.test.tsx": "1",
        "public/icon.svg": "<svg/>",
        "package-lock.json": "{}",
        "vite.config.ts": "1",
    }.items():
        path = frontend / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for name, value in {"ROOT": ".", "FRONTEND": "frontend", "BUILT": "built", "STAMPS": "stamps"}.items():
        monkeypatch.setattr(module, name, tmp_path / value)
    (tmp_path / "npm").write_text(NPM)
    (tmp_path / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("NPM_LOG", str(tmp_path / "npm.log"))
    return module


def asked(tmp_path: Path) -> list[str]:
    log = tmp_path / "npm.log"
    return [line.partition(" -")[0] for line in log.read_text().splitlines()] if log.exists() else []


class TestBuild:
    def test_the_second_build_asks_npm_for_nothing(self, console: ModuleType, tmp_path: Path) -> None:
        assert console.main("is-built") == 1
        assert console.main("build") == 0
        assert console.main("build") == 0

        assert asked(tmp_path) == ["ci", "run build"]
        assert console.main("is-built") == 0

    @pytest.mark.parametrize("name", ["src/app.tsx", "public/icon.svg", "vite.config.ts", "src/new.ts"])
    def test_a_change_of_content_is_built(self, console: ModuleType, tmp_path: Path, name: str) -> None:
        console.main("build")
        (tmp_path / "frontend" / name).write_text("2")

        assert console.main("is-built") == 1

    def test_a_touched_file_and_a_changed_test_are_not(self, console: ModuleType, tmp_path: Path) -> None:
        console.main("build")
        os.utime(tmp_path / "frontend" / "src" / "app.tsx", (1, 1))
        (tmp_path / "frontend" / "src" / "app.test.tsx").write_text("2")

        assert console.main("is-built") == 0

    def test_a_lost_result_is_built_again(self, console: ModuleType, tmp_path: Path) -> None:
        console.main("build")
        (tmp_path / "built" / "index.html").unlink()

        assert console.main("is-built") == 1

    def test_packages_are_installed_anew_only_for_another_lock_file(self, console: ModuleType, tmp_path: Path) -> None:
        console.main("packages")
        console.main("packages")
        (tmp_path / "frontend" / "package-lock.json").write_text('{"changed": true}')
        console.main("packages")

        assert asked(tmp_path) == ["ci", "ci"]

    def test_a_failed_build_is_not_remembered(
        self, console: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "npm").write_text("#!/bin/sh\nexit 1\n")

        with pytest.raises(console.subprocess.CalledProcessError):
            console.main("build")

        assert console.main("is-built") == 1
