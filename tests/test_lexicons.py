"""General vocabulary, and the user's own list of names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.errors import UsageError
from extractor.repair.confusions import load_confusions
from extractor.repair.lexicons import load_lexicons
from extractor.repair.text import parse_text

TABLE = load_confusions()


def test_the_built_in_vocabulary_knows_the_form_s_words() -> None:
    lexicons = load_lexicons()
    assert lexicons.phrases["title"]["common stock"][0] == "Common Stock"
    assert "footnote" in lexicons.words["nature"]
    assert not lexicons.real_words & frozenset().union(*lexicons.words.values())
    assert lexicons.names == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("own.txt", "# ours\nKESTREL WIDGETS INC\tKWI\n\nLarkspur Jo\n"),
        ("list.json", json.dumps(["KESTREL WIDGETS INC", "Larkspur Jo"])),
        ("company_tickers.json", json.dumps({"0": {"cik_str": 1, "ticker": "KWI", "title": "KESTREL WIDGETS INC"},
                                             "1": {"cik_str": 2, "ticker": "", "title": "Larkspur Jo"}})),
    ],
)  # fmt: skip
def test_a_user_s_list_in_each_of_its_forms(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    lexicons = load_lexicons(path)
    assert lexicons.names == ("KESTREL WIDGETS INC", "Larkspur Jo")
    assert dict(lexicons.symbols) == ({} if name == "list.json" else {"KESTREL WIDGETS INC": "KWI"})


def test_an_unreadable_list_is_the_user_s_to_mend(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="one name a line"):
        load_lexicons(tmp_path / "nowhere.txt")
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        load_lexicons(broken)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "names.txt"
    path.write_text("KESTREL WIDGETS INC\nKESTREL WIDGETS LTD\nBrambleby Orla T\n", encoding="utf-8")
    return path


def test_a_listed_name_repairs_a_damaged_one(listed: Path) -> None:
    found = parse_text("8rambleby Orla T", "name", load_lexicons(listed), TABLE)
    assert found[0].value == "Brambleby Orla T"
    assert found[0].repairs


def test_a_listed_name_is_only_a_rival_of_a_sound_one(listed: Path) -> None:
    found = parse_text("Bramblebv Orla T", "name", load_lexicons(listed), TABLE)
    assert {"Brambleby Orla T", "Bramblebv Orla T"} <= {candidate.value for candidate in found}
    assert parse_text("Brambley Oda", "name", load_lexicons(listed), TABLE)[0].value == "Brambley Oda"


@pytest.mark.parametrize(
    ("read", "meant"),
    [("GsLJane Roe", "/s/ Jane Roe"), ("(sLJane Roe", "/s/ Jane Roe"), ("[s/Jane Roe", "/s/ Jane Roe"),
     ("és{ Jane Roe", "/s/ Jane Roe"), ("ish Jane Roe", "/s/ Jane Roe"), ("JosI Mann", "JosI Mann"),
     ("DesLauriers Ann", "DesLauriers Ann"), ("Ms. Jane Roe", "Ms. Jane Roe")],
)  # fmt: skip
def test_the_ruins_of_a_stroke_stand_before_a_name(read: str, meant: str) -> None:
    assert parse_text(read, "signature", load_lexicons(), TABLE)[0].value == meant


def test_no_name_is_invented_that_was_not_close(listed: Path) -> None:
    found = parse_text("KESTREL MINING CORP", "name", load_lexicons(listed), TABLE)
    assert [candidate.value for candidate in found] == ["KESTREL MINING CORP"]


def test_what_an_engine_makes_of_rulings_is_no_nature() -> None:
    for read in ("eee ei ee a6 am", "pv si", "~SsSC«dYSs(C", "azz Op CTC", "oO"):
        assert parse_text(read, "nature", load_lexicons(), TABLE) == (), read
    for read in ("By Trust", "Bv Spcuse", "401(k)", "By Wickersham GRAT II", "KEOGH"):
        assert parse_text(read, "nature", load_lexicons(), TABLE), read
