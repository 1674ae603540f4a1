"""Workspaces, and the keys that open them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from extractor.errors import UsageError
from extractor.printable import printable
from extractor.service.store.connect import now
from extractor.service.store.ids import digest, new_id, new_secret
from extractor.service.store.schema import Key, Role, Workspace

PREFIX = "form4_"
DEFAULT = "default"

_RANK = {Role.SUBMIT: 0, Role.REVIEW: 1, Role.ADMIN: 2}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is asking: the workspace and role of a key that is in force, and its label, which signs what they decide."""

    key_id: str
    workspace_id: str
    role: Role
    label: str

    def may(self, needed: Role) -> bool:
        """True when the role holds what `needed` may do."""
        return _RANK[self.role] >= _RANK[needed]


def workspace(session: Session, name: str) -> Workspace:
    """The workspace of that name, made when there is none."""
    found = session.scalar(select(Workspace).where(Workspace.name == name))
    if found is None:
        found = Workspace(id=new_id(), name=name, created=now(session))
        session.add(found)
        session.flush()
    return found


def create(session: Session, workspace_name: str, role: Role, label: str) -> tuple[Key, str]:
    """A new key and its secret, which nobody can show again."""
    secret = new_secret(PREFIX)
    key = Key(
        id=new_id(), workspace_id=workspace(session, workspace_name).id, label=label, role=role.value,
        hash=digest(secret), created=now(session), revoked=None,
    )
    session.add(key)
    session.flush()
    return key, secret


def holder(session: Session, secret: str) -> Holder | None:
    """Whose key that is; None when there is no such key or it was revoked."""
    return _holder(session.scalar(select(Key).where(Key.hash == digest(secret))))


def holder_of(session: Session, key_id: str) -> Holder | None:
    """The same by the key's id."""
    return _holder(session.get(Key, key_id))


def _holder(key: Key | None) -> Holder | None:
    if key is None or key.revoked is not None:
        return None
    return Holder(key.id, key.workspace_id, Role(key.role), key.label)


def listed(session: Session) -> list[tuple[Key, str]]:
    """All keys, oldest first, each with the name of its workspace."""
    rows = session.execute(select(Key, Workspace.name).join(Workspace).order_by(Key.created, Key.id))
    return [(key, name) for key, name in rows]


def revoke(session: Session, key_id: str) -> Key:
    """Ends a key, and with it the sessions it opened. UsageError when there is none of that id."""
    key = session.get(Key, key_id)
    if key is None:
        raise UsageError(f"{printable(key_id)}: there is no such key; form4 keys list shows their ids.")
    if key.revoked is None:
        key.revoked = now(session)
    return key
