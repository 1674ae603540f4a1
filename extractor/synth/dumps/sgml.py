"""The SGML envelope that EDGAR put round a filing: submission header, document and text tags."""

from __future__ import annotations

import random

from extractor.synth.dumps.paper import Line, Run, Scene, Words, runs
from models.form4 import Form4, ReportingOwner


def enveloped(scene: Scene, form: Form4, rng: random.Random) -> Scene:
    """The scene with its envelope before and behind; the header names who filed, and their numbers."""
    filed = max(
        (s.signature_date.value for s in form.owner_signature if s.signature_date.value),
        default=form.period_of_report.value,
    )
    stamp = f"{filed:%Y%m%d}" if filed else "19980101"
    period = f"{form.period_of_report.value:%Y%m%d}" if form.period_of_report.value else stamp
    accession = f"{rng.randint(1000, 1199999):010d}-{stamp[2:4]}-{rng.randint(1, 999999):06d}"
    kind = form.document_type.value or "4"
    head: list[Line] = [_line(f"<SEC-DOCUMENT>{accession}.txt : {stamp}")] if rng.random() < 0.6 else []
    head += [
        _line(f"<SEC-HEADER>{accession}.hdr.sgml : {stamp}"),
        _line(f"ACCESSION NUMBER:\t\t{accession}"),
        (Run("CONFORMED SUBMISSION TYPE:\t"), Run(kind, "document_type")),
        _line("PUBLIC DOCUMENT COUNT:\t\t1"),
        _line(f"CONFORMED PERIOD OF REPORT:\t{period}"),
        _line(f"FILED AS OF DATE:\t\t{stamp}"),
        (),
        _line("SUBJECT COMPANY:\t"),
        *_company((form.issuer.issuer_name.value or "").upper(), form.issuer.issuer_cik.value, "issuer_cik"),
        _line(
            f"\t\tSTANDARD INDUSTRIAL CLASSIFICATION:\t{rng.choice(('3674', '2834', '6022', '7372', '4911', '1311'))}"
        ),
        _line(f"\t\tFISCAL YEAR END:\t\t\t{rng.choice(('1231', '0630', '0930'))}"),
    ]
    for index, owner in enumerate(form.reporting_owner):
        head += [(), _line("FILED BY:\t\t"), *_filer(owner, index), _line(f"\t\tFORM TYPE:\t\t{kind}")]
    head += [
        _line("</SEC-HEADER>"), _line("<DOCUMENT>"), _line(f"<TYPE>{kind}"), _line("<SEQUENCE>1"),
        *([_line(f"<DESCRIPTION>FORM {kind}")] if rng.random() < 0.5 else []), _line("<TEXT>"),
        *([_line("<PAGE>")] if rng.random() < 0.5 else []),
    ]  # fmt: skip
    tail = [
        _line("</TEXT>"),
        _line("</DOCUMENT>"),
        *([_line("</SEC-DOCUMENT>")] if len(head[0]) and "DOCUMENT" in head[0][0].text else []),
    ]
    return (Words(tuple(head), "sgml"), *scene, Words(tuple(tail), "sgml"))


def is_enveloped(scene: Scene) -> bool:
    return any(run.text.startswith("<SEC-HEADER>") for run in runs(scene))


def _line(text: str) -> Line:
    return (Run(text),)


def _company(name: str, cik: str | None, path: str) -> list[Line]:
    return [
        _line("\tCOMPANY DATA:\t"),
        _line(f"\t\tCOMPANY CONFORMED NAME:\t\t\t{name}"),
        (Run("\t\tCENTRAL INDEX KEY:\t\t\t"), Run(cik or "", path if cik else "")),
    ]


def _filer(owner: ReportingOwner, index: int) -> list[Line]:
    address = owner.reporting_owner_address
    name = (owner.reporting_owner_id.rpt_owner_name.value or "").upper()
    places = (
        ("STREET 1", address.rpt_owner_street1.value), ("STREET 2", address.rpt_owner_street2.value),
        ("CITY", address.rpt_owner_city.value), ("STATE", address.rpt_owner_state.value), ("ZIP",
        address.rpt_owner_zip_code.value),
    )  # fmt: skip
    mail = [_line(f"\t\t{label}:\t\t{text.upper()}") for label, text in places if text]
    return [
        *_company(name, owner.reporting_owner_id.rpt_owner_cik.value, f"owners[{index}].cik"),
        _line("\tMAIL ADDRESS:\t"),
        *mail,
    ]
