"""Sessions of the review pages: opened with a key, held by a cookie."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from extractor.service.store.connect import now
from extractor.service.store.ids import digest, new_secret
from extractor.service.store.keys import Holder, holder_of
from extractor.service.store.schema import SignIn


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that holds: who it is, and the token that every change must bring along."""

    holder: Holder
    csrf: str


def open_session(session: Session, holder: Holder, seconds: float) -> str:
    """Opens a session for the holder of a key; the secret for its cookie. Sessions that ran out are forgotten."""
    moment = now(session)
    session.execute(delete(SignIn).where(SignIn.until < moment))
    secret = new_secret("")
    session.add(
        SignIn(
            hash=digest(secret), key_id=holder.key_id, csrf=new_secret(""), created=moment, until=moment + seconds
        )
    )
    return secret


def signed_in(session: Session, secret: str) -> SignedIn | None:
    """The session of a cookie; None when there is none, it ran out, or its key was revoked."""
    found = session.get(SignIn, digest(secret))
    if found is None or found.until < now(session):
        return None
    holder = holder_of(session, found.key_id)
    return SignedIn(holder, found.csrf) if holder is not None else None


def close_session(session: Session, secret: str) -> None:
    """Ends a session."""
    session.execute(delete(SignIn).where(SignIn.hash == digest(secret)))
