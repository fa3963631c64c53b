"""The built console: its files, and its start page for every path that is a screen of it."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse, Response

from quarterdeck.platform.errors import NotFound
from quarterdeck.platform.http.access import public

CONSOLE_DIST = Path(__file__).parent / "console_dist"
_NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Quarterdeck</title>
<body style="font-family: system-ui; max-width: 40rem; margin: 4rem auto">
<h1>The console is not built</h1>
<p>The server runs, but the pages for the browser are missing. Run <code>make build</code> and reload this page.</p>
</body></html>
"""
# Names of built assets carry a hash of their content; everything else may change under its name.
_IMMUTABLE = {"Cache-Control": "public, max-age=31536000, immutable"}
_REVALIDATE = {"Cache-Control": "no-cache"}
_NOT_SCREENS = ("api/", "assets/")


def install(app: FastAPI, *, dist: Path = CONSOLE_DIST) -> None:
    """Last, because it takes every path nobody else took."""

    @app.get(
        "/{path:path}",
        include_in_schema=False,
        dependencies=[public("the console's own files, the same for everybody")],
    )
    def console(path: str) -> Response:
        found = _file(dist, path)
        if found is not None:
            return FileResponse(found, headers=_IMMUTABLE if path.startswith("assets/") else _REVALIDATE)
        if path.startswith(_NOT_SCREENS) or path == "api":
            raise NotFound("There is nothing here.")
        index = dist / "index.html"
        if not index.is_file():
            return HTMLResponse(_NOT_BUILT, status_code=503, headers=_REVALIDATE)
        return FileResponse(index, headers=_REVALIDATE)


def _file(dist: Path, path: str) -> Path | None:
    if not path or "\x00" in path:
        return None
    candidate = (dist / path).resolve()
    return candidate if candidate.is_relative_to(dist.resolve()) and candidate.is_file() else None
