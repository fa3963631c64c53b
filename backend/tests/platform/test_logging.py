import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from quarterdeck.platform.logging import configure_logging, hide_secrets


@pytest.fixture
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, configured = root.handlers, root.level, structlog.get_config()
    yield
    root.handlers = handlers
    root.setLevel(level)
    logging.getLogger("uvicorn.access").disabled = False
    structlog.configure(**configured)
    structlog.contextvars.clear_contextvars()


@pytest.mark.usefixtures("_restored")
class TestJson:
    def test_a_line_carries_the_ids_it_happened_under(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logging(log_format="json", level="info")
        structlog.contextvars.bind_contextvars(request="r1", tenant="t1")
        structlog.get_logger("quarterdeck.test").info("imported", rows=3)
        logging.getLogger("somelibrary").warning("slow %s", "query")

        first, second = (json.loads(line) for line in capsys.readouterr().err.splitlines())

        assert (first["event"], first["rows"], first["request"], first["tenant"]) == ("imported", 3, "r1", "t1")
        assert (second["event"], second["logger"], second["request"]) == ("slow query", "somelibrary", "r1")

    def test_a_traceback_is_part_of_its_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logging(log_format="json", level="info")
        structlog.get_logger("x").error("failed", exc_info=ValueError("boom"))
        (line,) = capsys.readouterr().err.splitlines()
        assert "ValueError: boom" in json.loads(line)["exception"]

    def test_what_is_below_the_level_is_silent(self, capsys: pytest.CaptureFixture[str]) -> None:
        configure_logging(log_format="text", level="warning")
        structlog.get_logger("x").info("chatter")
        structlog.get_logger("x").warning("trouble")
        shown = capsys.readouterr().err
        assert "chatter" not in shown
        assert "trouble" in shown


def test_secrets_are_not_logged_at_any_depth() -> None:
    event = {"password": "p", "headers": {"Authorization": "Bearer x", "host": "h"}, "token_id": 7, "rows": 1}
    hidden = hide_secrets(None, "info", event)
    assert hidden == {
        "password": "[not logged]",
        "headers": {"Authorization": "[not logged]", "host": "h"},
        "token_id": 7,
        "rows": 1,
    }
