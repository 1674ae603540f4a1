"""General vocabulary of the form, and the user's own list of names: what text may be compared with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import templates
from extractor.errors import UsageError

_BUILT_IN = Path(templates.__file__).with_name("lexicon.json")


@dataclass(frozen=True, eq=False)
class Lexicons:
    """`phrases[subject][lower-case phrase]` is (phrase as usually printed, rough count); `words[subject]` are in lower
    case; `real_words` English words that look like one of ours but are none; `names` and `symbols` the user's own
    owners and issuers, and the symbols of those that have one (upper-case name → symbol)."""

    phrases: Mapping[str, Mapping[str, tuple[str, int]]] = field(default_factory=dict, repr=False)
    words: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    real_words: frozenset[str] = field(default=frozenset(), repr=False)
    names: tuple[str, ...] = field(default=(), repr=False)
    symbols: Mapping[str, str] = field(default_factory=dict, repr=False)

    @cached_property
    def everything(self) -> frozenset[str]:
        """All words of the vocabulary, whatever they are of, and those of the user's own names, in lower case."""
        own = frozenset(word.lower() for name in self.names for word in name.split())
        return frozenset().union(own, self.real_words, *self.words.values())


@lru_cache(maxsize=4)
def load_lexicons(path: Path | None = None) -> Lexicons:
    """The built-in vocabulary, with the user's list at `path` if given.

    The list is plain text (one name a line, a symbol behind a tab if there is one, # for remarks), a JSON list of
    names, or the SEC's company_tickers.json. UsageError when it cannot be read as one of these.
    """
    data = json.loads(_BUILT_IN.read_text(encoding="utf-8"))
    entries = dict(_entries(path)) if path is not None else {}
    return Lexicons(
        phrases={
            subject: {phrase.lower(): (phrase, count) for phrase, count in reversed(phrases.items())}
            for subject, phrases in data["phrases"].items()
        },
        words={subject: frozenset(words.split()) for subject, words in data["words"].items()},
        real_words=frozenset(data["real_words"].split()),
        names=tuple(entries),
        symbols={name.upper(): symbol for name, symbol in entries.items() if symbol},
    )


def _entries(path: Path) -> Iterator[tuple[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix.lower() == ".json":
            yield from _json_entries(json.loads(text))
            return
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"the lexicon {path} cannot be read: {error}; give a text file with one name a line"
        ) from error
    for line in text.splitlines():
        name, _, symbol = line.partition("#")[0].partition("\t")
        if name.strip():
            yield " ".join(name.split()), symbol.strip()


def _json_entries(data: object) -> Iterator[tuple[str, str]]:
    """Names of a JSON list, or of the SEC's {"0": {"title": name, "ticker": symbol, …}, …}."""
    if isinstance(data, list):
        yield from ((str(name), "") for name in data)
    elif isinstance(data, dict):
        yield from ((str(entry["title"]), str(entry.get("ticker", ""))) for entry in data.values())
    else:
        raise ValueError("neither a list of names nor company_tickers.json")
