"""Fields from proposals: the filing laid out, its values chosen jointly by the form's own algebra, and each said with
its state, its confidence and its doubts."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from extractor.answers import Answers
from extractor.options import Options
from extractor.records import Proposal
from extractor.repair import head_rules, signatures, tails
from extractor.repair.algebra import decide
from extractor.repair.care_of import in_care_of
from extractor.repair.clipped import clipped
from extractor.repair.confidence import medium, provable
from extractor.repair.fields import Choice, Considered, consider
from extractor.repair.gather import gather
from extractor.repair.hearsay import heard, supported
from extractor.repair.note_figures import with_figures
from extractor.repair.pinned import as_reviewed, kept, pinned
from extractor.repair.presence import lacking, unanswered
from extractor.repair.references import References, tie
from extractor.repair.rules.rule import Rule
from extractor.repair.scraps import scraps
from extractor.repair.sheet import Sheet, lay_out
from extractor.repair.trouble import surroundings
from extractor.siblings import Siblings
from models.evidence import PLAIN_TEXT, Source
from models.extraction import Issue
from models.field import Field

EVERY_RULE = "*"
"""Among the rules to leave out: all of them."""


def reconcile(
    proposals: Sequence[Proposal], form: str, options: Options, layout: float = 1.0, answers: Answers | None = None,
    siblings: Siblings | None = None,
) -> tuple[tuple[Field, ...], tuple[Issue, ...]]:
    """The fields of form "3", "4" or "5" and their issues: see `consider_all`."""
    considered, issues = consider_all(proposals, form, options, layout, answers=answers, siblings=siblings)
    return tuple(one.field for one in considered), (*issues, *_unpromised(considered, options))


def _unpromised(considered: Sequence[Considered], options: Options) -> tuple[Issue, ...]:
    """A note when so few errors are tolerated that the documents seen so far prove it of no field."""
    if not considered or provable(options.max_error)[medium(considered[0].evidence)]:
        return ()
    return (
        Issue(
            code="review.unproven", severity="note",
            message=f"Too few documents are known to promise at most {options.max_error:.2%} wrong values: "
            "what is not sent to review rests on an estimate.",
        ),
    )


def consider_all(
    proposals: Sequence[Proposal], form: str, options: Options, layout: float = 1.0, without: Set[str] = frozenset(),
    answers: Answers | None = None, siblings: Siblings | None = None,
) -> tuple[tuple[Considered, ...], tuple[Issue, ...]]:
    """The fields of form "3", "4" or "5" in the order of the SEC's schema (rows of a table as printed), and what is
    doubtful about them.

    A value is changed against its readings only on independent evidence (see `settle`); what contradicts the algebra
    and cannot be shown to be a misreading stays as printed, with an issue and the value that would fit. `layout` is
    the score of the layout that lies on the document, `without` names rules that are not asked, to measure what they
    are worth. `answers` are a person's: they hold, the rules start from them, and how badly the document was read stays
    as it was. `siblings` is what other filings of the same owner and issuer say; it supports, and contradicts nothing.
    """
    said = answers or {}
    as_seen, laid_out = lay_out(proposals, form)
    sheet = pinned(with_figures(as_seen), said)
    references = tie(sheet)
    sheet = tails.told(_with_references(sheet, references))
    sheet, elsewhere = heard(sheet, siblings) if siblings else (sheet, ())
    sheet = replace(sheet, cells=in_care_of(sheet.cells))
    choices, broken_rules = decide(sheet, [*_asked(gather(sheet), without), *elsewhere])
    if head_rules.TICKER in choices:
        choices[head_rules.TICKER] = head_rules.ticker(choices[head_rules.TICKER])
    dump = any(reading.source == "dump" for proposal in proposals for reading in proposal.readings)
    plain = any(reading.engine == PLAIN_TEXT for proposal in proposals for reading in proposal.readings)
    choices = head_rules.amended(sheet, head_rules.period(sheet, choices))
    choices = signatures.by_oneself(choices) if dump else signatures.by_hand(sheet, choices)
    choices, labelled = scraps(choices)
    choices, short = clipped(sheet, choices)
    choices, parted = head_rules.streets(sheet, head_rules.guessed_boxes(sheet, head_rules.faint_boxes(sheet, choices)))
    choices, placed = head_rules.places(sheet, choices)
    choices, slashed = head_rules.titles(sheet, choices)
    lost, incomplete = lacking(sheet, choices)
    choices |= {path: replace(choices[path], doubtful=True) for path in lost}
    choices = {path: _referring(path, choice, references) for path, choice in choices.items()}
    choices = kept(choices, sheet, said)
    unread: Source = "dump" if dump else "page"
    around = surroundings(as_seen, choices)
    made = (
        consider(path, proposal, choices[path], options, around[path], layout=layout, unread=unread,
                 needed=path in said, plain=plain)
        for path, proposal in sheet.cells.items()
    )
    issues = (
        *laid_out, *references.issues, *broken_rules, *labelled, *short, *parted, *placed, *slashed, *incomplete,
        *unanswered(sheet, choices), *head_rules.filers(sheet),
        *signatures.unsigned(sheet), *head_rules.relationship(sheet, choices), *head_rules.transactions(sheet),
        *supported(elsewhere, choices, sheet),
    )
    return tuple(as_reviewed(one, said) for one in made if one is not None), issues


def _asked(rules: Sequence[Rule], without: Set[str]) -> list[Rule]:
    return [] if EVERY_RULE in without else [rule for rule in rules if rule.name not in without]


def _with_references(sheet: Sheet, references: References) -> Sheet:
    """The sheet with the references that were tied, for the rules that read a row's notes."""
    tied = {
        path: replace(sheet.cells[path], footnotes=footnotes)
        for path, footnotes in references.footnotes.items()
        if path in sheet.cells and sheet.cells[path].footnotes != footnotes
    }
    return replace(sheet, cells={**sheet.cells, **tied}) if tied else sheet


def _referring(path: str, choice: Choice, references: References) -> Choice:
    repair = references.repairs.get(path)
    unsure = path in references.unsure
    if repair is None and not unsure:
        return choice
    return replace(
        choice, repairs=(*choice.repairs, *((repair,) if repair else ())), doubtful=choice.doubtful or unsure
    )
