"""The text route: from a noisy text dump to cells."""

from extractor.dump.filings import DumpFiling, dump_cells

__all__ = ["DumpFiling", "dump_cells"]
