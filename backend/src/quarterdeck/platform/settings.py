"""Settings of one installation, read from QUARTERDECK_* environment variables."""

import secrets
from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from quarterdeck.platform.postgres import default_data_dir


class OidcProvider(BaseSettings):
    """One OpenID Connect provider people may sign in with."""

    id: str
    label: str
    issuer: str
    client_id: str
    client_secret: SecretStr
    #: Only these e-mail domains may sign in; empty means any address the provider has verified.
    email_domains: list[str] = Field(default_factory=list)
    #: Values of the claims `amr` and `acr` that say that a second factor was passed there; empty takes no word for it.
    second_factor_values: list[str] = Field(default_factory=lambda: ["mfa", "otp", "hwk"])


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="QUARTERDECK_", env_nested_delimiter="__", env_ignore_empty=True, extra="ignore"
    )

    data_dir: Path = Field(default_factory=default_data_dir)
    #: A PostgreSQL 16+ of your own, as a role that may create roles; empty starts the embedded one.
    database_url: SecretStr | None = None
    #: Password of the unprivileged role the web and worker processes use. Made and kept in the data directory if empty.
    app_password: SecretStr | None = None
    pg_bin: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8600
    #: How people reach this installation; used in links, cookies and OIDC redirects.
    base_url: str | None = None
    #: Encrypts secrets at rest. Made and kept in the data directory if empty.
    secret_key: SecretStr | None = None
    oidc_providers: list[OidcProvider] = Field(default_factory=list)
    web_pool_size: int = 10
    worker_concurrency: int = 2
    #: How often a worker says that it lives, and after how long a silence its work is given to another.
    worker_heartbeat_seconds: float = 5
    worker_stalled_seconds: float = 20
    #: Rows of an import that are read, decided and written in one transaction.
    import_chunk_rows: int = 5_000
    #: Asked for as a bearer token at /metrics when set; without it, keep that path inside your network.
    metrics_token: SecretStr | None = None
    log_format: str = "text"
    log_level: str = "INFO"
    #: A million rows of a whole inventory are about 260 MB.
    max_upload_bytes: int = 512 * 1024 * 1024
    session_days: int = 14

    @property
    def public_url(self) -> str:
        host = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", "::"} else self.host  # noqa: S104 (compared, not bound)
        return (self.base_url or f"http://{host}:{self.port}").rstrip("/")

    def kept_secret(self, name: str) -> str:
        """A random secret made once and kept in the data directory, readable by its owner only."""
        path = self.data_dir / "secrets" / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            candidate = path.with_suffix(f".{secrets.token_hex(4)}")
            candidate.touch(mode=0o600)
            candidate.write_text(secrets.token_urlsafe(32))
            try:
                path.hardlink_to(candidate)  # atomic: of two processes starting at once, one wins
            except FileExistsError:
                pass
            finally:
                candidate.unlink()
        return path.read_text().strip()


@lru_cache
def settings() -> Settings:
    return Settings()
