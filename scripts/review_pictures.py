"""Makes the pictures of docs/review.md anew: a service of its own, the samples, a browser.

    .venv/bin/python scripts/review_pictures.py [FOLDER]        (docs/ unless told)

Needs form4[serve,dev] and a Chromium.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
SAMPLES = {
    "edgar-2023-fax.tif": ROOT / "samples/edgar-2023-fax/source.tif",
    "horowitz-2012-02-27.md": ROOT / "samples/horowitz-2012-02-27/source.md",
    "horowitz-2012-11-01.md": ROOT / "samples/horowitz-2012-11-01/source.md",
    "edgar-2003-printout.pdf": ROOT / "samples/edgar-2003-printout/source.pdf",
}
BALANCE = "nonDerivativeTable/nonDerivativeTransaction[2]/postTransactionAmounts/sharesOwnedFollowingTransaction"
STRIKE = "derivativeTable/derivativeTransaction[1]/conversionOrExercisePrice"
STRICT = "0.02%"
"""So little error tolerated that the amounts of a clean fax are asked about too."""

COLOURS = 200


def main() -> None:
    """Starts, reads, looks, ends: first at what is asked, then at what many answers say."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs"
    with tempfile.TemporaryDirectory(prefix="form4-pictures-") as data:
        with service(Path(data) / "asked", STRICT, "1%") as (url, key):
            ids = read(url, key, SAMPLES)
            with browsing(url, key) as page:
                look(page, ids, folder)
        with service(Path(data) / "measured", "0.5%", "80%") as (url, key):
            read(url, key, {name: file for name, file in SAMPLES.items() if file.suffix != ".tif"})
            answer(url, key)
            with browsing(url, key) as page:
                page.goto("/numbers")
                taken(page, folder / "review-numbers.png")


@contextmanager
def browsing(url: str, key: str) -> Iterator[Page]:
    """A browser that is signed in."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(base_url=url, viewport={"width": 1280, "height": 800})
        page.goto("/")
        page.get_by_label("Access key").fill(key)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Review queue")).to_be_visible()
        yield page
        browser.close()


def answer(url: str, key: str) -> None:
    """Answers what is asked as a person might: each sampled field as it was read but one, each doubtful one accepted,
    some seconds for each."""
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=60) as asking:
        asked = asking.get("/v1/review", params={"limit": 500}).json()["doubts"]
        for number, one in enumerate(asked):
            place = f"/v1/documents/{one['document']}"
            found = asking.get(f"{place}/extraction", params={"filing": one["filing"]})
            field = next((field for field in found.json()["fields"] if field["path"] == one["path"]), None)
            if field is None or field["state"] == "reviewed":
                continue
            said = {"decision": "accept", "value": None, "seconds": 1.8 + number % 7 * 0.4}
            if one["reason"] == "audit" and number == len(asked) // 2:
                said = {**said, "decision": "blank"}
            asking.patch(
                f"{place}/fields/{one['path']}", params={"filing": one["filing"]}, json=said,
                headers={"If-Match": found.headers["etag"]},
            ).raise_for_status()


def look(page: Page, ids: dict[str, str], folder: Path) -> None:
    """The pictures, page by page."""
    taken(page, folder / "review-queue.png")

    page.goto(f"/review/{ids['edgar-2023-fax.tif']}?path={BALANCE}")
    expect(page.locator(".cell img")).to_have_js_property("complete", True)
    taken(page, folder / "review-desk.png")
    page.keyboard.press("e")
    page.locator("#text").fill("596,710")
    expect(page.locator("#arithmetic .fails")).to_be_visible()
    taken(page, folder / "review-typed.png", page.locator(".card"))

    page.goto(f"/review/{ids['horowitz-2012-02-27.md']}?path={STRIKE}")
    taken(page, folder / "review-dump.png")


def taken(page: Page, file: Path, part: object = None) -> None:
    """A picture of the page or a part of it, in few colours: pages are flat, and the repository stays small."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(700)  # until the page has come to rest
    data = part.screenshot() if part is not None else page.screenshot()  # type: ignore[attr-defined]
    Image.open(BytesIO(data)).convert("RGB").quantize(COLOURS).save(file, optimize=True)


def read(url: str, key: str, files: dict[str, Path]) -> dict[str, str]:
    """Sends the files and waits until all are read; their ids by name."""
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=60) as asking:
        ids = {
            name: asking.post("/v1/documents", params={"name": name}, content=file.read_bytes()).json()["id"]
            for name, file in files.items()
        }
        while any(asking.get(f"/v1/documents/{one}").json()["finished"] is None for one in ids.values()):
            time.sleep(1)
    return ids


@contextmanager
def service(data: Path, max_error: str, audit: str) -> Iterator[tuple[str, str]]:
    """A service in a folder: its URL and first key."""
    data.mkdir()
    command = [sys.executable, "-m", "extractor", "serve", "--data", str(data), "--port", "0"]
    command += ["--max-error", max_error, "--audit", audit]
    with (data / "log.txt").open("wb") as log:
        told = {**os.environ, "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True, env=told)
        try:
            assert process.stdout is not None
            url, key = (process.stdout.readline().split()[-1] for _ in range(2))
            yield url, key
        finally:
            process.terminate()
            process.wait(20)


if __name__ == "__main__":
    main()
