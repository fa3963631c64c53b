from pathlib import Path

import pytest

from quarterdeck.platform.postgres import configuration, default_data_dir
from quarterdeck.platform.postgres.configuration import memory_of_this_machine, memory_settings

MIB = 1024 * 1024


class TestDefaultDataDir:
    @pytest.fixture(autouse=True)
    def nobody_said_anything(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("QUARTERDECK_DATA_DIR", raising=False)
        monkeypatch.delenv("XDG_DATA_HOME", raising=False)
        monkeypatch.setenv("HOME", "/home/ada")

    def test_is_per_user(self) -> None:
        assert default_data_dir() == Path("/home/ada/.local/share/quarterdeck")

    def test_follows_xdg_unless_it_is_relative(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", "/xdg")
        assert default_data_dir() == Path("/xdg/quarterdeck")
        monkeypatch.setenv("XDG_DATA_HOME", "relative")
        assert default_data_dir() == Path("/home/ada/.local/share/quarterdeck")

    def test_is_what_the_operator_says(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("QUARTERDECK_DATA_DIR", "~/elsewhere")
        assert default_data_dir() == Path("/home/ada/elsewhere")


class TestMemory:
    def test_a_small_machine_gets_the_least_that_works(self) -> None:
        assert memory_settings(256 * MIB) == {
            "shared_buffers": "64MB",
            "effective_cache_size": "256MB",
            "maintenance_work_mem": "64MB",
            "work_mem": "4MB",
        }

    def test_a_large_machine_gets_its_share(self) -> None:
        assert memory_settings(24 * 1024 * MIB) == {
            "shared_buffers": "3072MB",
            "effective_cache_size": "12288MB",
            "maintenance_work_mem": "768MB",
            "work_mem": "32MB",
        }

    @pytest.mark.parametrize(("limit", "expected"), [("1048576\n", 1048576), ("max\n", None)])
    def test_the_limit_of_a_container_counts(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, expected: int | None
    ) -> None:
        without_limit = tmp_path / "absent"
        monkeypatch.setattr(configuration, "_CGROUP_LIMIT", without_limit)
        physical = memory_of_this_machine()
        (tmp_path / "memory.max").write_text(limit)
        monkeypatch.setattr(configuration, "_CGROUP_LIMIT", tmp_path / "memory.max")

        assert memory_of_this_machine() == (expected or physical)
