"""The web process as people run it, in front of the benchmark's database."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpx
import psycopg

from benchmarks.harness import ROOT, Bench
from quarterdeck.domains.identity.queries import user_by_email
from quarterdeck.domains.identity.schemas import TokenCreate, UserCreate
from quarterdeck.domains.identity.service.accounts import create_user
from quarterdeck.domains.identity.service.members import add_member
from quarterdeck.domains.identity.service.tokens import create_token
from quarterdeck.platform.actors import Actor, Origin

PORT = 8690
EMAIL = "runner@quarterdeck.dev"


READING = ("assets:read", "clients:read")


@contextmanager
def served(bench: Bench, actor: Actor) -> Iterator[httpx.Client]:
    """An HTTP client signed in to the actor's tenant, with a server of its own behind it."""
    with process(bench, "web") as web, signed_in(bench, actor) as client:
        wait_until_ready(client, web)
        yield client


@contextmanager
def process(bench: Bench, command: str) -> Iterator["subprocess.Popen[bytes]"]:
    """`quarterdeck COMMAND` on the benchmark's database."""
    environment = {
        **os.environ,
        "QUARTERDECK_DATABASE_URL": bench.admin_url,
        "QUARTERDECK_APP_PASSWORD": bench.app_password,
        "QUARTERDECK_PORT": str(PORT),
        "QUARTERDECK_DATA_DIR": str(ROOT / ".data" / "bench-web"),
        "QUARTERDECK_LOG_LEVEL": "WARNING",
    }
    started = subprocess.Popen([sys.executable, "-m", "quarterdeck.entrypoints.cli", command], env=environment)
    try:
        yield started
    finally:
        started.terminate()
        started.wait(60)


@contextmanager
def signed_in(bench: Bench, actor: Actor, scopes: Sequence[str] = READING) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {_token(bench, actor, scopes)}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", headers=headers, timeout=600) as client:
        yield client


def wait_until_ready(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if client.get("/readyz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise SystemExit("The web process did not start.")


def _account() -> UserCreate:
    return UserCreate(email=EMAIL, name="Benchmark", password=secrets.token_urlsafe(24))


def _token(bench: Bench, actor: Actor, scopes: Sequence[str]) -> str:
    with bench.database.open_unscoped_session() as session:
        user = user_by_email(session, EMAIL) or create_user(session, _account())
    with psycopg.connect(bench.admin_url) as connection:
        known = connection.execute(
            "select 1 from memberships where tenant_id = %s and user_id = %s", [actor.tenant_id, user.id]
        ).fetchone()
    operator = Actor(actor.tenant_id, user.id, "Benchmark", actor.permissions | {"tokens:manage"}, Origin.CLI)
    with bench.database.session_for(operator) as session:
        if not known:
            add_member(session, operator, user, role="owner", accepted=True)
        new = TokenCreate(name="Benchmark", scopes=list(scopes))
        return create_token(session, operator, new).token
