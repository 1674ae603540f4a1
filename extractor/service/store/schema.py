"""The tables. Times are seconds since 1970 UTC by the database's clock; ids are random and say nothing."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import BigInteger, Float, ForeignKey, Index, Integer, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

CASCADE = "CASCADE"


class DocumentState(StrEnum):
    """QUEUED and WORKING are on their way; DONE, REVIEW (something waits for a person), FAILED (the document's fault)
    and PARKED (we gave up on it) are final."""

    QUEUED = "queued"
    WORKING = "working"
    DONE = "done"
    REVIEW = "review"
    FAILED = "failed"
    PARKED = "parked"


class Role(StrEnum):
    """What a key may do; each may what those before it may. SUBMIT: send documents and fetch results. REVIEW: decide
    fields. ADMIN: delete documents."""

    SUBMIT = "submit"
    REVIEW = "review"
    ADMIN = "admin"


class Table(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Workspace(Table):
    """Whose documents these are. Nothing is shared between two."""

    __tablename__ = "workspace"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    created: Mapped[float] = mapped_column(Float)


class Key(Table):
    """An access key; of the key itself only its SHA-256 is kept."""

    __tablename__ = "access_key"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspace.id", ondelete=CASCADE), index=True)
    label: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(10))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[float] = mapped_column(Float)
    revoked: Mapped[float | None] = mapped_column(Float)


class Document(Table):
    """A document that was accepted. `name` is a label the sender chose, never a path.

    `lease_token` grows with every claim: a worker that lost its lease cannot write with an old one. `run` is the
    blobs' folder of the run that was accepted, "" before. `search` is what the text search looks in, lower case.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("workspace_id", "sha256"),
        Index("ix_document_state_not_before", "state", "not_before"),
        Index("ix_document_workspace_id_created_id", "workspace_id", "created", "id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspace.id", ondelete=CASCADE))
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(300))
    media: Mapped[str] = mapped_column(String(100), default="")
    size: Mapped[int] = mapped_column(BigInteger)
    pages: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[str] = mapped_column(String(10), default=DocumentState.QUEUED.value)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    not_before: Mapped[float] = mapped_column(Float, default=0.0)
    lease_owner: Mapped[str] = mapped_column(String(100), default="")
    lease_token: Mapped[int] = mapped_column(Integer, default=0)
    lease_until: Mapped[float] = mapped_column(Float, default=0.0)
    reason: Mapped[str] = mapped_column(Text, default="")
    run: Mapped[str] = mapped_column(String(100), default="")
    search: Mapped[str] = mapped_column(Text, default="")
    doubtful: Mapped[int] = mapped_column(Integer, default=0)
    created: Mapped[float] = mapped_column(Float)
    finished: Mapped[float | None] = mapped_column(Float)


class Filing(Table):
    """One filing of a document: `extraction` as the machine decided it (the JSON of `form4 extract`), `reviewed` with
    people's answers (the same without its looks), None before the first. `version` grows with every answer."""

    __tablename__ = "filing"

    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete=CASCADE), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    form: Mapped[str] = mapped_column(String(10))
    layout: Mapped[str] = mapped_column(String(100))
    issuer: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, default=1)
    doubtful: Mapped[int] = mapped_column(Integer)
    extraction: Mapped[str] = mapped_column(Text)
    reviewed: Mapped[str | None] = mapped_column(Text)

    @property
    def current(self) -> str:
        """The extraction that holds now, JSON."""
        return self.reviewed if self.reviewed is not None else self.extraction


class Doubt(Table):
    """A field, or an issue, that waits for a person: the review queue (see review.doubts.Waiting). `weight` orders it,
    greatest first; the reason "audit" is a field nobody doubts, shown blind to measure how often we are wrong."""

    __tablename__ = "doubt"
    __table_args__ = (Index("ix_doubt_workspace_id_weight", "workspace_id", "weight"),)

    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete=CASCADE), primary_key=True)
    filing: Mapped[int] = mapped_column(Integer, primary_key=True)
    path: Mapped[str] = mapped_column(String(300), primary_key=True)
    workspace_id: Mapped[str] = mapped_column(String(32))
    position: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(60))
    group: Mapped[str] = mapped_column(String(60))
    settles: Mapped[int] = mapped_column(Integer)
    layout: Mapped[str] = mapped_column(String(100))
    value: Mapped[str | None] = mapped_column(Text)
    confidence: Mapped[float | None] = mapped_column(Float)
    weight: Mapped[float] = mapped_column(Float)


class CorrectionRow(Table):
    """What a person decided; rows are only ever added. `settled` counts the other fields the answer settled."""

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_document_id_filing_id", "document_id", "filing", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete=CASCADE))
    filing: Mapped[int] = mapped_column(Integer)
    path: Mapped[str] = mapped_column(String(300))
    decision: Mapped[str] = mapped_column(String(20))
    value: Mapped[str | None] = mapped_column(Text)
    before: Mapped[str | None] = mapped_column(Text)
    before_state: Mapped[str] = mapped_column(String(20))
    after: Mapped[str | None] = mapped_column(Text)
    after_state: Mapped[str] = mapped_column(String(20))
    settled: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    seconds: Mapped[float | None] = mapped_column(Float)
    blind: Mapped[int] = mapped_column(Integer, default=0)
    reviewer: Mapped[str] = mapped_column(String(100))
    key_id: Mapped[str] = mapped_column(String(32))
    at: Mapped[float] = mapped_column(Float, index=True)


class Claim(Table):
    """Who is looking at a document right now: a courtesy that runs out, not a lock."""

    __tablename__ = "claim"

    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete=CASCADE), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    reviewer: Mapped[str] = mapped_column(String(100))
    path: Mapped[str] = mapped_column(String(300), default="")
    until: Mapped[float] = mapped_column(Float)


class SignIn(Table):
    """A session of the review pages; of its cookie only the SHA-256 is kept."""

    __tablename__ = "sign_in"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    key_id: Mapped[str] = mapped_column(ForeignKey("access_key.id", ondelete=CASCADE))
    csrf: Mapped[str] = mapped_column(String(64))
    created: Mapped[float] = mapped_column(Float)
    until: Mapped[float] = mapped_column(Float)


class WorkerRow(Table):
    """A worker that has been heard of; `problem` says what keeps it from reading documents."""

    __tablename__ = "worker"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    started: Mapped[float] = mapped_column(Float)
    seen: Mapped[float] = mapped_column(Float)
    problem: Mapped[str] = mapped_column(Text, default="")
