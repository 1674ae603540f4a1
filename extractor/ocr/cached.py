"""Engines that remember on disk what they read: the same pixels are never read twice, so that measuring again after a
change of ours costs next to nothing."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from extractor.ocr.engine import CropReader, Engines, PageReader
from extractor.records import Kind, Word
from extractor.upright import Pixels
from models.evidence import Reading
from models.geometry import Box


class Memory:
    """What engines read, by engine, question and pixels, in one SQLite file that several processes may share."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, timeout=120, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute("CREATE TABLE IF NOT EXISTS readings (key TEXT PRIMARY KEY, answer TEXT NOT NULL)")

    def get(self, key: str) -> str | None:
        found = self._database.execute("SELECT answer FROM readings WHERE key = ?", (key,)).fetchone()
        return found[0] if found else None

    def put(self, answers: Sequence[tuple[str, str]]) -> None:
        self._database.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?)", answers)


class CachedPages:
    """A page reader that asks the engine only about pages it never saw."""

    def __init__(self, reader: PageReader, memory: Memory) -> None:
        self._reader, self._memory = reader, memory

    @property
    def name(self) -> str:
        return self._reader.name

    def read_page(self, pixels: Pixels, page: int) -> tuple[Word, ...]:
        """As the engine reads it, with the number the page has now."""
        key = _key(self.name, "page", pixels)
        known = self._memory.get(key)
        if known is None:
            words = self._reader.read_page(pixels, page)
            known = json.dumps([(word.text, tuple(word.box), word.score) for word in words])
            self._memory.put([(key, known)])
        return tuple(Word(text, Box(*box), page, score) for text, box, score in json.loads(known))


class CachedCrops:
    """A crop reader that asks the engine only about crops it never saw."""

    def __init__(self, reader: CropReader, memory: Memory) -> None:
        self._reader, self._memory = reader, memory

    @property
    def name(self) -> str:
        return self._reader.name

    def read_crops(self, crops: Sequence[Pixels], kind: Kind) -> tuple[Reading, ...]:
        """As the engine reads them."""
        keys = [_key(self.name, kind, crop) for crop in crops]
        known = {key: answer for key in dict.fromkeys(keys) if (answer := self._memory.get(key)) is not None}
        asked = {key: crop for key, crop in zip(keys, crops, strict=True) if key not in known}
        if asked:
            read = self._reader.read_crops(list(asked.values()), kind)
            fresh = {key: reading.model_dump_json() for key, reading in zip(asked, read, strict=True)}
            self._memory.put(list(fresh.items()))
            known |= fresh
        return tuple(Reading.model_validate_json(known[key]) for key in keys)


def cached(readers: tuple[PageReader, Engines], path: Path) -> tuple[PageReader, Engines]:
    """The readers, remembering in that file; its folder exists."""
    page, crops = readers
    memory = Memory(path)
    return CachedPages(page, memory), Engines(
        crops.page,
        CachedCrops(crops.second, memory) if crops.second else None,
        CachedCrops(crops.third, memory) if crops.third else None,
        CachedCrops(crops.own, memory) if crops.own else None,
    )


def _key(engine: str, question: str, pixels: Pixels) -> str:
    shape = "x".join(map(str, pixels.shape))
    digest = hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()[:32]
    return f"{engine} {question} {shape} {digest}"
