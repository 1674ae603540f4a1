"""Where and how the service runs: from the environment (`FORM4_…`), which options of the command line overrule."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from extractor.errors import UsageError
from extractor.options import Limits, Options

PREFIX = "FORM4_"

_NOT_OURS = frozenset({"FORM4_PASSWORD"})
"""Variables of the same prefix that belong to `form4 extract`."""


class Settings(BaseSettings):
    """One place for everything that differs between installations.

    `database` and `blobs` are URLs; empty ones mean a SQLite file and a folder under `data`. Times are seconds.
    `parent`: the process whose end ends a worker, set by `form4 serve` for its own.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data: Path = Path("form4-data")
    database: str = ""
    blobs: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8004, ge=0, le=65535)
    workers: int = Field(default=2, ge=0, le=64)
    max_error: float = Field(default=0.003, gt=0, lt=1)
    dpi: int = Field(default=200, ge=100, le=600)
    audit: float = Field(default=0.0, ge=0, lt=1)
    max_mb: float = Field(default=Limits().file_bytes / 1e6, gt=0)
    max_pages: int = Field(default=Limits().pages, ge=1)
    engine_seconds: float = Field(default=Limits().engine_seconds, ge=1)
    document_seconds: float = Field(default=Limits().document_seconds, ge=1)
    queue: int = Field(default=10_000, ge=1)
    uploads: int = Field(default=64, ge=1)
    free_mb: float = Field(default=200, ge=0)
    tries: int = Field(default=3, ge=1)
    lease_seconds: float = Field(default=30, gt=0)
    retry_seconds: float = Field(default=5, ge=0)
    poll_seconds: float = Field(default=0.5, gt=0)
    session_hours: float = Field(default=12, gt=0)
    claim_seconds: float = Field(default=120, gt=0)
    dask: str = ""
    parent: int = 0

    @field_validator("data")
    @classmethod
    def _absolute(cls, data: Path) -> Path:
        return data.absolute()

    @property
    def database_url(self) -> str:
        """The database's URL; a SQLite file under `data` unless another was given."""
        return self.database or f"sqlite:///{self.data / 'form4.sqlite'}"

    @property
    def blobs_url(self) -> str:
        """The URL of the folder of blobs; under `data` unless another was given."""
        return self.blobs or f"file://{self.data / 'blobs'}"

    @property
    def embedded(self) -> bool:
        """True when the database is a file of ours, which nobody else sets up."""
        return self.database_url.startswith("sqlite")

    @property
    def incoming(self) -> Path:
        """Where uploads are written while they arrive: on the same disk as the blobs' folder."""
        return self.data / "incoming"

    @property
    def options(self) -> Options:
        """The options that documents are read with."""
        limits = Limits(
            file_bytes=int(self.max_mb * 1e6),
            pages=self.max_pages,
            engine_seconds=self.engine_seconds,
            document_seconds=self.document_seconds,
        )
        return Options(max_error=self.max_error, dpi=self.dpi, limits=limits)

    def environment(self) -> dict[str, str]:
        """The variables that give another process the same settings."""
        return {f"{PREFIX}{name.upper()}": str(value) for name, value in self.model_dump(mode="json").items()}


def load_settings(given: Mapping[str, Any] | None = None) -> Settings:
    """The settings of the environment, overruled by what is given and not None. UsageError names what is wrong; a
    variable of our prefix that nobody knows is refused, since it is most likely a misspelt one."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | _NOT_OURS
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise UsageError(f"{name}: there is no such setting; see docs/service.md for those there are.")
    try:
        return Settings(**{name: value for name, value in (given or {}).items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise UsageError(f"setting {where} ({PREFIX}{where.upper()}): {first['msg']}; see docs/service.md.") from error
