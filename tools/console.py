"""Install the console's packages and build it, each only when what it depends on has changed.

The stamp is a hash of contents: a fresh clone, a switched branch or a touched file does not cost a build.
"""

import hashlib
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "backend" / "src" / "quarterdeck" / "entrypoints" / "console_dist"
STAMPS = ROOT / ".tools" / "stamps"

# What a build reads. Tests and reports live beside the sources and don't change the result.
SOURCES = ("src", "public")
IGNORED_SUFFIXES = (".test.ts", ".test.tsx")


def digest(paths: Iterable[Path]) -> str:
    result = hashlib.sha256()
    for path in sorted(paths):
        result.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
        result.update(path.read_bytes())
    return result.hexdigest()


def sources() -> list[Path]:
    inside = [path for folder in SOURCES for path in (FRONTEND / folder).rglob("*") if path.is_file()]
    beside = [path for path in FRONTEND.iterdir() if path.is_file() and path.suffix in {".json", ".ts", ".js", ".html"}]
    return [path for path in (*inside, *beside) if not path.name.endswith(IGNORED_SUFFIXES)]


def is_current(name: str, now: str, result: Path) -> bool:
    stamp = STAMPS / name
    return result.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == now


def remember(name: str, now: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(now, encoding="utf-8")


def install_packages() -> None:
    now = digest([FRONTEND / "package-lock.json"])
    if is_current("npm", now, FRONTEND / "node_modules"):
        return
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=FRONTEND, check=True)
    remember("npm", now)


def is_built() -> bool:
    return is_current("console", digest(sources()), BUILT / "index.html")


def build() -> None:
    now = digest(sources())
    subprocess.run(["npm", "run", "build"], cwd=FRONTEND, check=True)
    remember("console", now)


def main(verb: str) -> int:
    match verb:
        case "packages":
            install_packages()
        case "is-built":
            return 0 if is_built() else 1
        case "build":
            if not is_built():
                install_packages()
                build()
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or [""]))
