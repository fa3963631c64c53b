"""Only identity and tenancy open sessions that belong to no tenant."""

import ast
from pathlib import Path

import quarterdeck

SOURCES = Path(quarterdeck.__file__).parent
ALLOWED = ("domains/identity/", "domains/tenancy/", "platform/db/session.py")
#: Operators on the machine itself, before there is anybody to act as. Each with its reason.
EXCEPTIONS: dict[str, str] = {
    "entrypoints/commands/admin.py": "makes people and finds tenants for operators",
    "entrypoints/demo/load.py": "makes the demo's people",
    "entrypoints/demo/million.py": "makes the owner of the tenant for benchmarks",
}
NAMES = {"open_unscoped_session", "UnscopedSession"}


def unscoped_uses(source: str) -> list[str]:
    """Where a module opens or makes such a session; naming the type in an annotation is no use of it."""
    return [
        node.attr if isinstance(node, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Attribute) and node.attr in NAMES)
        or (isinstance(node, ast.Call) and getattr(node.func, "id", "") in NAMES)
    ]


def test_only_these_modules_open_them() -> None:
    found = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if unscoped_uses(path.read_text(encoding="utf-8"))
    }
    assert {path for path in found if not path.startswith(ALLOWED)} == set(EXCEPTIONS)


def test_the_guard_sees_one() -> None:
    assert unscoped_uses("with database.open_unscoped_session() as s: pass") == ["open_unscoped_session"]
    assert unscoped_uses("opening = database.open_unscoped_session") == ["open_unscoped_session"]
    assert unscoped_uses("UnscopedSession(engine, None)") == ["UnscopedSession"]
    assert unscoped_uses("def f(session: UnscopedSession) -> None: ...") == []
