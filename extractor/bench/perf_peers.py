"""What others take for the same pages, on one core. Those that ask for other versions of packages than ours stand in an
environment of their own (`make perf-peers`)."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from extractor.bench.clock import quiet, spent

RAPID = (
    "import sys; from rapidocr import RapidOCR; r = RapidOCR(params={'Global.log_level': 'error', "
    "'EngineConfig.onnxruntime.intra_op_num_threads': 1, 'EngineConfig.onnxruntime.inter_op_num_threads': 1}); "
    "[r(name) for name in sys.argv[1:]]"
)
TABLES = (
    "import sys; from img2table.document import Image; from img2table.ocr import TesseractOCR; "
    "ocr = TesseractOCR(n_threads=1, lang='eng'); [Image(name).extract_tables(ocr=ocr) for name in sys.argv[1:]]"
)


def peers(scans: Sequence[Path], environment: Path | None) -> dict[str, float | None]:
    """Seconds a page, start-up left out; None where one is not installed or did not do the work. `environment` is the
    folder of the virtual environment that the others stand in."""
    own, others = Path(sys.executable).parent, (environment or Path(sys.prefix)) / "bin"
    return {
        "RapidOCR, whole pages": _a_page(scans, [str(own / "python"), "-c", RAPID]),
        "OCRmyPDF (`--sidecar`)": _ocrmypdf(scans, others),
        "img2table + Tesseract (tables)": _a_page(scans, [str(others / "python"), "-c", TABLES]),
    }


def _a_page(scans: Sequence[Path], command: Sequence[str]) -> float | None:
    """What every further page costs a program that takes any number of them."""
    if len(scans) < 2 or not Path(command[0]).exists():
        return None
    codes: list[int] = []

    def run(paths: Sequence[Path]) -> None:
        codes.append(quiet([*command, *map(str, paths)]))

    few, many = (spent(partial(run, paths))[0] for paths in (scans[:1], scans))
    return None if any(codes) else (many - few) / (len(scans) - 1)


def _ocrmypdf(scans: Sequence[Path], others: Path) -> float | None:
    """OCRmyPDF takes one document at a time: the pages as a PDF, made without loss by the program it brings along."""
    if len(scans) < 2:
        return None
    took = []
    with tempfile.TemporaryDirectory() as name:
        for paths in (scans[:1], scans):
            document = f"{name}/{len(paths)}.pdf"
            command = [str(others / "ocrmypdf"), "--jobs", "1", "--output-type", "pdf", "--optimize", "0"]
            try:
                if quiet([str(others / "img2pdf"), *map(str, paths), "-o", document]):
                    return None
                codes: list[int] = []
                whole = [*command, "--sidecar", f"{name}/text", document, f"{name}/out.pdf"]
                took.append(spent(lambda whole=whole, codes=codes: codes.append(quiet(whole)))[0])  # type: ignore[misc]
            except FileNotFoundError:
                return None
            if any(codes) or not Path(name, "text").stat().st_size:
                return None
    return (took[1] - took[0]) / (len(scans) - 1)
