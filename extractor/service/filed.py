"""From extractions to the rows that are stored of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from extractor.export.json import from_json
from extractor.service.doubts import doubts_of, waiting_in
from extractor.service.store.queue import Finished
from extractor.service.store.schema import DocumentState, Filing
from models.extraction import Extraction


def finished(
    document_id: str, workspace_id: str, filings: Sequence[bytes], *, media: str, pages: int, run: str, audit: float
) -> Finished:
    """How a document ended that was read: its filings (JSON, in order), what waits in them, what a search looks in."""
    read = [from_json(data) for data in filings]
    doubts = [
        doubts_of(one, document_id, number, workspace_id, audit=audit) for number, one in enumerate(read, 1)
    ]
    rows = tuple(
        Filing(
            document_id=document_id, number=number, form=one.form.document_type.value or "", version=1,
            layout=next((page.id for page in one.layouts if page.id), ""),
            issuer=storable(one.form.issuer.issuer_name.value or ""), doubtful=len(waiting_in(doubts[number - 1])),
            extraction=storable(data.decode()), reviewed=None,
        )
        for number, (one, data) in enumerate(zip(read, filings, strict=True), 1)
    )
    state = DocumentState.REVIEW if any(row.doubtful for row in rows) else DocumentState.DONE
    return Finished(
        state, media=media, pages=pages, run=run, filings=rows, doubts=tuple(chain(*doubts)), search=searched(read)
    )


def searched(filings: Sequence[Extraction]) -> str:
    """The words a search looks in: issuers, tickers and owners, lower case."""
    words = []
    for one in filings:
        words += [one.form.issuer.issuer_name.value, one.form.issuer.issuer_trading_symbol.value]
        words += [owner.reporting_owner_id.rpt_owner_name.value for owner in one.form.reporting_owner]
    return storable("\n".join(dict.fromkeys(word.lower() for word in words if word)))


def storable(text: str) -> str:
    """The text without what a database refuses: a NUL, half of a surrogate pair."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
