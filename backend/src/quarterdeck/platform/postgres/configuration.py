"""The server's settings, rewritten at every start so that an upgrade or a bigger machine takes effect."""

import os
from contextlib import suppress
from pathlib import Path

_MIB = 1024 * 1024
_GIB = 1024 * _MIB
_CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")


def memory_of_this_machine() -> int:
    """Bytes we may count on: the container's limit when there is one."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with suppress(OSError, ValueError):
        return min(physical, int(_CGROUP_LIMIT.read_text(encoding="utf-8")))
    return physical


def memory_settings(total: int) -> dict[str, str]:
    """Shares of a machine that also runs the web server, the workers and somebody's browser."""

    def share(divisor: int, *, least: int, most: int) -> str:
        return f"{min(max(total // divisor, least), most) // _MIB}MB"

    return {
        "shared_buffers": share(8, least=64 * _MIB, most=4 * _GIB),
        "effective_cache_size": share(2, least=256 * _MIB, most=64 * _GIB),
        "maintenance_work_mem": share(32, least=64 * _MIB, most=_GIB),
        "work_mem": share(512, least=4 * _MIB, most=32 * _MIB),
    }


def settings_for(
    *, port: int, socket_directory: Path | None, preload: str, fast_unsafe: bool, total_memory: int
) -> dict[str, str]:
    settings = {
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(socket_directory or ""),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "password_encryption": "scram-sha-256",
        "jit": "off",
        "random_page_cost": "1.1",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
        "shared_preload_libraries": preload,
        "timezone": "UTC",
        "log_timezone": "UTC",
        # A week of logs, each day overwriting the same day of last week.
        "logging_collector": "on",
        "log_directory": "../log",
        "log_filename": "server-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_checkpoints": "off",
        **memory_settings(total_memory),
    }
    if fast_unsafe:
        settings |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "128MB",
        }
    return settings


def rendered(settings: dict[str, str]) -> str:
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in settings.items()]
    warning = "# Written by Quarterdeck at every start. Your own settings belong after the include in postgresql.conf."
    return "\n".join([warning, *lines, ""])
