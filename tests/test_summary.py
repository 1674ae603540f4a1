"""The readable summary: nothing lost at any width, repairs and doubts in words, hostile text inert."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.places import place
from extractor.printable import percent
from extractor.summary import summary_text
from models.field import Field, State
from models.form4 import Form4
from models.paths import flatten, from_paths
from tests.made import LEAVES, extraction


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("width", [20, 40, 80, 100, 120, 200])
def test_every_value_is_shown_at_any_width(width: int) -> None:
    shown = squeezed(summary_text(extraction(), width))
    for path, value, _ in LEAVES:
        if value is None or value in ("0", "1", "4"):
            continue
        wanted = f"{int(value):,}" if path.endswith(("Shares", "Transaction")) and value.isdigit() else value
        assert all(squeezed(word) in shown for word in wanted.split()), (path, wanted)
    assert all(len(line) <= width for line in summary_text(extraction(), width).splitlines())


def test_repairs_doubts_and_issues_are_said_in_words_and_marks() -> None:
    text = summary_text(extraction())
    assert "Table II transaction 1 exercise price: “8.25” → “3.25”  Table I gives the same exercise" in text
    assert "Table II transaction 1 expiration: “2016-02-28”  62 % sure; or “2016-02-29”" in text
    assert "! Table II transaction 1 expiration: The option ends" in text
    assert "3.25*" in text
    assert "2016-02-28?" in text
    assert "12,500(1)" in text
    assert "1 for review" in text


def test_a_sure_filing_says_so_and_shows_no_empty_sections() -> None:
    text = summary_text(extraction(doubtful=False))
    assert "nothing for review" in text
    assert "For review" not in text
    assert "Issues" not in text


def test_blank_unreadable_and_zero_look_different() -> None:
    path = "derivativeTable/derivativeTransaction[1]/postTransactionAmounts/sharesOwnedFollowingTransaction"
    made = extraction()
    zero = summary_text(made)
    leaves = [leaf for leaf in LEAVES if leaf[0] != path]
    blank = made.model_copy(update={"form": from_paths(leaves)})
    lost = Field(path=path, value=None, state=State.UNREADABLE, raw="#@", needs_review=True)
    unread = blank.model_copy(update={"fields": (*blank.fields, lost)})
    assert "unreadable?" in summary_text(unread)
    assert "owned after: unreadable" in summary_text(unread)
    assert len({zero, summary_text(blank), summary_text(unread)}) == 3


def test_markup_and_terminal_sequences_of_the_document_are_inert() -> None:
    evil = "\x1b[2J\x1b]0;owned\x07[red]x[/red]\u202e"
    leaves = [(path, evil if path == "issuer/issuerName" else value, notes) for path, value, notes in LEAVES]
    text = summary_text(extraction(evil).model_copy(update={"form": from_paths(leaves)}))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[red]x[/red]" in text


def test_an_empty_form_prints() -> None:
    text = summary_text(extraction().model_copy(update={"form": Form4(), "fields": (), "issues": ()}))
    assert text.count("no rows") == 2


@given(st.floats(0, 1))
def test_only_certainty_shows_as_a_hundred_per_cent(confidence: float) -> None:
    assert (percent(confidence) == "100") == (confidence == 1)


def test_every_path_has_words() -> None:
    for item in flatten(extraction().form):
        words = place(item.path)
        assert words == words.strip()
        assert not any(char in words for char in "[]")
    assert place("nonDerivativeTable/nonDerivativeHolding[3]/securityTitle") == "Table I holding 3 security"
    assert place("reportingOwner[2]/reportingOwnerId/rptOwnerName") == "owner 2 name"
    assert place("footnotes/footnote[4]") == "footnote 4"
