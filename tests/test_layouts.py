"""Layout files: the shipped ones are right; of wrong ones every mistake is told, with file and key, in one message."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from extractor.errors import TemplateError
from extractor.layouts import BUILT_IN, check_layouts, load_layouts
from extractor.records import Kind
from models.layout import Layout

SHIPPED = load_layouts()
BY_ID = pytest.mark.parametrize("layout", SHIPPED, ids=lambda layout: layout.id)


def test_every_shipped_file_is_a_layout() -> None:
    files = sorted(BUILT_IN.glob("form*.yaml"))
    found, mistakes = check_layouts(files)
    assert mistakes == ()
    assert [layout.id for layout in found] == [path.stem for path in files]


def test_every_revision_of_form_4_is_there() -> None:
    years = {layout.id.removeprefix("form4-") for layout in SHIPPED if layout.form == "4"}
    assert years >= {"edgar-2003", "edgar-2016", "edgar-2023", "edgar-2026", "paper-1996", "paper-2002", "paper-2026"}
    assert {layout.form for layout in SHIPPED} == {"3", "4", "5"}


@BY_ID
def test_a_layout_says_where_the_form_has_what_every_form_has(layout: Layout) -> None:
    fields = {zone.field for zone in layout.zones}
    assert {"reportingOwner", "issuer", "reportingOwnerRelationship"} <= fields
    assert {table.field for table in layout.tables} >= {"nonDerivativeTable", "derivativeTable"}
    assert any(anchor.id == "title" and anchor.weight > 1 for anchor in layout.anchors)
    assert sum(anchor.at is not None for anchor in layout.anchors) >= 6, "too few to lay it on a page"


@BY_ID
def test_columns_cover_the_table_and_have_known_kinds(layout: Layout) -> None:
    for table in layout.tables:
        spans = [column.span for column in table.columns]
        assert spans[0][0] == 0
        assert spans[-1][1] == pytest.approx(1)
        assert all(a[1] == pytest.approx(b[0]) for a, b in pairwise(spans))
        assert {column.kind for column in table.columns} <= set(get_args(Kind))
        fields = [column.field for column in table.columns]
        assert len(fields) == len(set(fields))


@BY_ID
def test_labels_of_zones_lie_in_their_zones(layout: Layout) -> None:
    for zone in layout.zones:
        label = layout.anchor(zone.label)
        if label.at is not None and zone.kind != "checkbox":
            assert zone.at.pad(0.02).contains(label.at.x0, label.at.y0), zone.label


# ------------------------------------------------------------------------------------------------- wrong ones


def good() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((BUILT_IN / "form4-edgar-2016.yaml").read_text(encoding="utf-8"))
    return found


class Spelt(yaml.SafeDumper):
    """Writes what stands twice twice: layouts may not hold references."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 # the base class's signature
        return True


def write(folder: Path, name: str, layout: object) -> None:
    (folder / name).write_text(layout if isinstance(layout, str) else yaml.dump(layout, Dumper=Spelt), encoding="utf-8")


def test_a_folder_of_ones_own_is_read(tmp_path: Path) -> None:
    write(tmp_path, "form4-mine.yaml", good())
    (tmp_path / "lexicon.yaml").write_text("not: a layout")
    assert [layout.id for layout in load_layouts(tmp_path)] == ["form4-edgar-2016"]


def test_all_mistakes_are_told_at_once_with_file_and_key(tmp_path: Path) -> None:
    shifted = good()
    shifted["tables"][0]["columns"][1]["span"] = [0.1, 0.2]
    shifted["zones"][0]["label"] = "nowhere"
    shifted["tables"][0]["end"] = ["nothing"]
    shifted["anchors"].append(shifted["anchors"][0])
    write(tmp_path, "form-1.yaml", shifted)
    unknown = good()
    unknown["zones"][2]["kind"] = "colour"
    unknown["anchors"][0]["weight"] = -1
    unknown["extra"] = 1
    write(tmp_path, "form-2.yaml", unknown)
    write(tmp_path, "form-3.yaml", "anchors: [unclosed")
    for name in ("form-4.yaml", "form-5.yaml"):
        write(tmp_path, name, good())
    (tmp_path / "form-6.yaml").write_bytes(b"\xff\xfe\x00 not text")
    write(tmp_path, "form-7.yaml", "")
    with pytest.raises(TemplateError) as caught:
        load_layouts(tmp_path)
    lines = str(caught.value).split("\n  ")[1:]
    for file, key in [
        ("form-1.yaml", "transactionDate.span"),
        ("form-1.yaml", "zones.0.label: no anchor nowhere"),
        ("form-1.yaml", "tables.nonDerivativeTable: no anchor nothing"),
        ("form-1.yaml", "stands twice"),
        ("form-2.yaml", "zones.2.kind"),
        ("form-2.yaml", "anchors.0.weight"),
        ("form-2.yaml", "extra"),
        ("form-3.yaml", "line 1"),
        ("form-5.yaml", "id: form4-edgar-2016 is used by another file"),
        ("form-6.yaml", ""),
        ("form-7.yaml", "file"),
    ]:
        assert any(line.startswith(f"{file}: ") and key in line for line in lines), (file, key, lines)
    assert not any(line.startswith("form-4.yaml") for line in lines)


def test_a_folder_without_layouts_says_so(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="--templates"):
        load_layouts(tmp_path)
    with pytest.raises(TemplateError, match="--templates"):
        load_layouts(tmp_path / "missing")


@pytest.mark.parametrize("text", ["!!python/object/apply:os.system ['true']", "a: &a [*a]", "- 1\n- 2", "42"])
def test_yaml_that_is_no_layout_does_nothing(text: str, tmp_path: Path) -> None:
    write(tmp_path, "form.yaml", text)
    with pytest.raises(TemplateError, match=r"form\.yaml"):
        load_layouts(tmp_path)
