"""Our XML as a program of others reads it: edgartools, its look-up of owners on the network stubbed."""

from __future__ import annotations

import socket
from types import SimpleNamespace
from typing import Any

import pytest

from extractor.export.ownership import from_xml, to_xml
from models.paths import flatten, from_paths
from tests.forms import FILINGS
from tests.test_ownership import HEAD, SALE, without

owners = pytest.importorskip("edgar.ownership.owners", reason="edgartools is not installed")
ownership = pytest.importorskip("edgar.ownership", reason="edgartools is not installed")


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    person = SimpleNamespace(data=SimpleNamespace(is_company=False))
    monkeypatch.setattr(owners, "Entity", lambda _cik: person)

    def refuse(*_: Any) -> None:
        raise AssertionError("the client asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def rows_of(table: Any) -> tuple[int, int]:
    return tuple(0 if part.empty else len(part.data) for part in (table.transactions, table.holdings))  # type: ignore[return-value]


def test_a_paper_filing_is_read_as_we_meant_it() -> None:
    read = ownership.Ownership.from_xml(to_xml(without()).decode())
    assert (read.form, read.reporting_period, read.issuer.ticker) == ("4", "2011-03-09", "QLTC")
    assert read.reporting_owners.owners[0].name_unreversed == "DOE JANE Q"
    assert read.reporting_owners.owners[0].is_director
    sale = read.non_derivative_table.transactions.data.iloc[0]
    assert (sale.Date, sale.Code, sale.Shares, sale.Remaining) == ("2011-03-09", "S", 12500, 0)
    assert (sale.AcquiredDisposed, sale.DirectIndirect) == ("D", "I")
    assert sale.footnotes.split() == ["F2", "F1"]
    assert read.footnotes["F2"] == "Under a plan."
    assert read.signatures.signatures[0].date == "2011-03-10"


def test_a_row_survives_whatever_of_it_nobody_could_read() -> None:
    for hole in HEAD + SALE:
        if hole.path in ("documentType", "footnotes/footnote[1]"):
            continue
        form = from_paths(item._replace(value=None, footnotes=()) if item == hole else item for item in HEAD + SALE)
        read = ownership.Ownership.from_xml(to_xml(form).decode())
        assert rows_of(read.non_derivative_table) == (1, 0), hole.path


@pytest.mark.skipif(not FILINGS, reason="the real filings are not beside the checkout")
def test_real_filings_written_by_us_keep_their_rows() -> None:
    for path in FILINGS[::4]:
        form = from_xml(path.read_bytes())
        read = ownership.Ownership.from_xml(to_xml(form).decode())
        for ours, theirs in (
            (form.non_derivative_table, read.non_derivative_table),
            (form.derivative_table, read.derivative_table),
        ):
            kinds = [row.kind for row in ours]
            assert rows_of(theirs) == (kinds.count("transaction"), kinds.count("holding")), path.name
        said = {item.path: item.value for item in flatten(form)}
        assert read.issuer.cik == said["issuer/issuerCik"]
        assert [owner.cik for owner in read.reporting_owners.owners] == [
            owner.reporting_owner_id.rpt_owner_cik.value for owner in form.reporting_owner
        ]
