"""The OpenAPI document and the console's types made from it. `--check` fails when they no longer fit the server."""

import filecmp
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
DOCUMENT = FRONTEND / "openapi.json"
TYPES = FRONTEND / "src" / "shared" / "api" / "schema.d.ts"


def generate(directory: Path) -> tuple[Path, Path]:
    document, types = directory / DOCUMENT.name, directory / TYPES.name
    told = subprocess.run([ROOT / ".venv/bin/quarterdeck", "openapi"], check=True, capture_output=True).stdout
    document.write_bytes(told)
    # From inside the console's folder, because npx finds its packages by the working directory.
    # A default of ours spares the caller the property: it stays optional.
    options = ["--default-non-nullable=false", "--output", str(types)]
    command = ["npx", "--no-install", "openapi-typescript", str(document), *options]
    subprocess.run(command, cwd=FRONTEND, check=True, capture_output=True)
    return document, types


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as directory:
        pairs = list(zip(generate(Path(directory)), (DOCUMENT, TYPES), strict=True))
        stale = [kept for made, kept in pairs if not (kept.exists() and filecmp.cmp(made, kept, shallow=False))]
        if "--check" in arguments:
            for path in stale:
                print(f"{path.relative_to(ROOT)} does not fit the server any more: run `make schema` and commit it.")
            return 1 if stale else 0
        for made, kept in pairs:
            shutil.copyfile(made, kept)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
