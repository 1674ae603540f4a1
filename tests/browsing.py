"""A browser to test with: signed in as a person would, keys pressed, what comes of them awaited."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the service's packages are not installed (form4[serve])")
pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed (form4[dev])")

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import insert

from extractor.export.json import to_json
from extractor.service.filed import finished
from extractor.service.store import keys
from extractor.service.store.schema import Document, Doubt, Filing, Role
from models.extraction import Extraction
from models.field import Field, State
from models.paths import from_paths
from tests.made import LEAVES
from tests.made import extraction as extracted
from tests.served import Served, key, sent, site_at, wait_for

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("no Chromium on this machine (apt-get install chromium)", allow_module_level=True)

expect.set_options(timeout=20_000)  # the machine may be busy


class SignedIn:
    """A browser of its own, signed in with a key by typing it."""

    def __init__(self, server: Served, browser: Browser, key: str) -> None:
        self.server, self.key = server, key
        self.context = browser.new_context(base_url=server.url, viewport={"width": 1280, "height": 800})
        self.context.set_default_timeout(20_000)
        self.wrong: list[str] = []

    def __enter__(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self.wrong.append(said.text) if "Content Security" in said.text else None)
        page.on("dialog", lambda dialog: self.wrong.append(dialog.message))
        page.goto("/")
        page.get_by_label("Access key").fill(self.key)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Review queue")).to_be_visible()
        return page

    def __exit__(self, kind: Any, *_: object) -> None:
        self.context.close()
        if kind is None:
            assert self.wrong == []


def ready(server: Served, document: str) -> dict[str, Any]:
    """The document once it was read."""
    with server.client() as asking:
        def told() -> dict[str, Any]:
            found: dict[str, Any] = asking.get(f"/v1/documents/{document}").json()
            return found

        wait_for(lambda: told()["state"] not in ("queued", "working"), 60, server.log)
        return told()


def given(server: Served, data: bytes, name: str) -> str:
    """A document that was read."""
    with server.client() as asking:
        document = sent(asking, data, name)
    ready(server, document)
    return document


def extraction(server: Served, document: str, **query: str) -> dict[str, Any]:
    with server.client() as asking:
        found: dict[str, Any] = asking.get(f"/v1/documents/{document}/extraction", params=query).json()
        return found


def path(page: Page) -> str:
    return page.locator("#state").get_attribute("data-path") or ""


def version(page: Page) -> int:
    return int(page.locator("#state").get_attribute("data-version") or 0)


def answered(page: Page, key: str) -> None:
    """Presses a key, and waits until the answer was recorded."""
    before = version(page)
    page.keyboard.press(key)
    expect(page.locator("#state")).to_have_attribute("data-version", str(before + 1))


def typed(page: Page) -> None:
    """Types a value that cannot be, one that a rule objects to, and one that fits."""
    page.keyboard.press("e")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type("0.8x")
    expect(page.locator("#judged")).to_contain_text("not a price")
    page.locator("#text").fill("0.88")
    expect(page.locator("#arithmetic .fails")).to_contain_text("0.68 is not 0.88")
    page.locator("#text").fill("")
    page.keyboard.type("$0.68")
    expect(page.locator("#arithmetic .fails")).to_have_count(0)
    answered(page, "Enter")


def walked(page: Page) -> None:
    """On to the next field and back without an answer; help shown and put away."""
    here = path(page)
    page.keyboard.press("n")
    expect(page.locator("#state")).not_to_have_attribute("data-path", here)
    page.keyboard.press("p")
    expect(page.locator("#state")).to_have_attribute("data-path", here)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def finish(page: Page) -> None:
    """Accepts all that is left; what nobody can say, and what is asked blind, is unreadable."""
    for _ in range(80):
        if page.locator(".card.done").count():
            break
        answered(page, "Enter" if page.locator("[data-decide=accept]:not(:disabled)").count() else "u")
    expect(page.get_by_role("heading", name="Nothing waits in this filing.")).to_be_visible()


ROWS, DOCUMENTS = 30, 200


def large() -> Extraction:
    """A filing of thirty rows, a third of its amounts in doubt."""
    leaves = [leaf for leaf in LEAVES if "nonDerivative" not in leaf[0]]
    row = [leaf for leaf in LEAVES if "nonDerivativeTransaction" in leaf[0]]
    leaves += [(place.replace("[1]/", f"[{index}]/"), *rest) for index in range(1, ROWS + 1) for place, *rest in row]
    fields = tuple(
        Field(
            path=place, value=value, state=State.READ if value else State.BLANK, raw=value or "", confidence=0.95,
            needs_review="Shares" in place and index % 3 == 0,
        )
        for index, (place, value, _) in enumerate(leaves)
    )
    return extracted().model_copy(update={"form": from_paths(leaves), "fields": fields, "issues": ()})


def filled(server: Served, workspace: str = "large") -> str:
    """A key of a workspace with many large filings, put there past the queue; their ids begin with its name."""
    site = site_at(server.folder / "data")
    secret = key(site, Role.REVIEW, workspace)
    with site.store.write() as session:
        holder = keys.holder(session, secret)
        assert holder is not None
        read = finished("", holder.workspace_id, [to_json(large())], media="text/plain", pages=1, run="", audit=0.0)
        ids = [f"{workspace}{number}" for number in range(DOCUMENTS)]
        session.execute(insert(Document), [
            {
                "id": one, "workspace_id": holder.workspace_id, "sha256": one, "name": f"{one}.md", "size": 1,
                "created": float(number), "state": read.state.value, "doubtful": len(read.doubts), "finished": 1.0,
            }
            for number, one in enumerate(ids)
        ])
        for table, rows in ((Filing, read.filings), (Doubt, read.doubts)):
            plain = [{column.key: getattr(row, column.key) for column in table.__table__.columns} for row in rows]
            session.execute(insert(table), [{**row, "document_id": one} for one in ids for row in plain])
    site.close()
    return secret


def painted(page: Page, address: str) -> float:
    """Milliseconds until the page shows something, the best of three: the machine may be busy."""
    times = []
    for _ in range(3):
        page.goto(address)
        times.append(float(page.evaluate("""() => new Promise(done => new PerformanceObserver(list => {
            for (const one of list.getEntries()) if (one.name == "first-contentful-paint") done(one.startTime);
        }).observe({type: "paint", buffered: true}))""")))
    return min(times)


def pressed(page: Page, key: str) -> tuple[float, float]:
    """Answers with a key as a person would, after a moment. Milliseconds from the key to the next cell's picture (or
    the next passage), and to all that is known of it."""
    page.wait_for_timeout(150)
    page.evaluate(SHOWN)
    page.keyboard.press(key)
    picture, everything = page.evaluate("() => window.shown")
    return float(picture), float(everything)


def another_key(server: Served, label: str) -> str:
    """A reviewer's key, made past the command line: that takes a second."""
    site = site_at(server.folder / "data")
    secret = key(site, Role.REVIEW, label=label)
    site.close()
    return secret


SHOWN = """() => { window.shown = new Promise((done) => {
  const state = () => document.getElementById("state").dataset, image = () => document.querySelector(".cell img");
  const version = state().version, before = image()?.src;
  let begun, picture = 0;
  addEventListener("keydown", (event) => { begun = event.timeStamp; }, {capture: true, once: true});
  const look = () => {
    const answered = state().version !== version;
    const there = !image() || (image().complete && image().naturalWidth > 0);
    const passage = document.querySelector(".coming .cell.text mark");
    const coming = passage || (document.querySelector(".coming") && image() && image().src !== before);
    if (!picture && there && (answered || coming)) picture = performance.now() - begun;
    if (answered && there && !document.querySelector(".busy")) done([picture, performance.now() - begun]);
    else requestAnimationFrame(look);
  };
  look();
}); }"""
"""Watches, frame by frame, for what follows the next key."""

FAINT = """() => {
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map(
      (part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const parts = (text) => text.match(/[\\d.]+/g).map(Number);
  const behind = (one) => {
    for (; one; one = one.parentElement) {
      const colour = parts(getComputedStyle(one).backgroundColor);
      if (colour.length < 4 || colour[3] > 0.99) return colour.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement, said = texts.currentNode.textContent.trim();
    if (!said || !one.getBoundingClientRect().width || one.closest(":disabled")) continue;
    let opaque = 1;
    for (let each = one; each; each = each.parentElement) opaque *= Number(getComputedStyle(each).opacity);
    const back = behind(one);
    const front = parts(getComputedStyle(one).color).slice(0, 3).map(
      (part, i) => part * opaque + back[i] * (1 - opaque));
    const [less, more] = [light(front), light(back)].sort((a, b) => a - b);
    if ((more + 0.05) / (less + 0.05) < 4.5) found.add(said.slice(0, 40));
  }
  return [...found];
}"""
"""Texts whose contrast is below what WCAG asks for at level AA."""

NAMELESS = """() => [...document.querySelectorAll("button, a, input:not([type=hidden]), textarea, select")]
  .filter((one) => !(one.textContent.trim() || one.getAttribute("aria-label") || one.labels?.length || one.title))
  .concat([...document.querySelectorAll("img:not([alt])")]).map((one) => one.outerHTML.slice(0, 80))"""
"""What a screen reader could not name."""
