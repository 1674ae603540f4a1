// The desk: keys to decisions, decisions to the server, and what it answers back into the page.

import { colour, listen, outlined, reveal, show, whole, zoom } from "./viewer.js";

const desk = document.querySelector(".desk");
const side = document.getElementById("side");
const said = document.getElementById("said");
const help = document.getElementById("help");
const { document: id, filing, thread } = desk.dataset;
const csrf = document.querySelector("meta[name=csrf]").content;
const CLAIM_EVERY = 30000;
const MOST_AFTER = 40, AHEAD = 2, TALL = 90;
let began = performance.now();
let busy = false;
let judging = 0;

const state = () => document.getElementById("state").dataset;
const rows = () => [...side.querySelectorAll("#waiting a")].map((one) => one.dataset.path);
const waits = (path) => side.querySelector(`.waiting a[data-path="${CSS.escape(path)}"]`) !== null;
const field = () => document.getElementById("text");

function say(words, bad = false) {
  said.textContent = words;
  said.classList.toggle("bad", bad);
  clearTimeout(say.timer);
  if (words) say.timer = setTimeout(() => say(""), bad ? 12000 : 3500);
}

// What follows every change of the side: the page's colours, the cell in sight, the clock.
function settle() {
  const states = new Map();
  for (const one of document.querySelectorAll("#states li")) states.set(one.dataset.path, one.dataset.state);
  colour(states);
  const { path, page, box } = state();
  show(Number(page) || 0, box ? box.split(" ").map(Number) : null, path);
  side.scrollTop = 0;
  reveal(side.querySelector(".cell.text"), side.querySelector(".cell.text mark"));
  const text = field();
  if (text?.tagName === "INPUT") text.value = "";
  const told = ["#question", ".card .where", "#believed", ".arithmetic .fails"].map((one) => side.querySelector(one)?.textContent);
  document.getElementById("asked").textContent = told.filter(Boolean).join(", "); // for those who listen
  began = performance.now();
  clearTimeout(settle.ahead);
  settle.ahead = setTimeout(lookAhead, 60); // what is shown now comes first
}

// Fetches the side for the first of `paths` that still waits.
async function fetchSide(paths) {
  const query = here({});
  for (const path of paths.slice(0, MOST_AFTER)) query.append("path", path);
  const answer = await fetch(`/review/${id}/side?${query}`, { headers: { Accept: "text/html" } });
  if (answer.redirected || answer.status === 401) return location.reload(); // the session has ended
  if (!answer.ok) throw new Error(await reason(answer));
  side.innerHTML = await answer.text();
  settle();
  const { path } = state();
  history.replaceState(null, "", `?${here(path ? { path } : {})}`);
}

// The query of an address of this filing, with the filter the reviewer came with.
function here(more, number = filing) {
  const query = new URLSearchParams(thread);
  for (const [name, value] of Object.entries({ filing: number, ...more })) query.set(name, value);
  return query;
}

// While one field is looked at, the pictures of the next ones are fetched, at a filing's end those of the next document.
const fetched = new Map();
function picture(url) {
  if (fetched.has(url)) return;
  const image = new Image();
  image.src = url;
  fetched.set(url, image);
}
function lookAhead() {
  const listed = [...side.querySelectorAll("#waiting a")];
  const at = listed.findIndex((one) => one.dataset.path === state().path);
  for (const one of [...listed.slice(at + 1), ...listed].slice(0, AHEAD)) if (one.dataset.cell) picture(one.dataset.cell);
  if (listed.length <= AHEAD && state().next) lookBeyond(state().next);
}
async function lookBeyond(url) {
  if (fetched.has(url)) return;
  fetched.set(url, null);
  const answer = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const one of next.querySelectorAll(".cell img, .sheet img:not([loading])")) picture(one.getAttribute("src"));
}

async function reason(answer) {
  try {
    const found = await answer.json();
    return found.detail;
  } catch {
    return `${answer.status} ${answer.statusText}`;
  }
}

// One thing at a time: what comes while the server works is not taken for an answer to the next question.
async function alone(work) {
  if (busy) return;
  busy = true;
  side.classList.add("busy");
  const before = side.innerHTML;
  try {
    await work();
  } catch (error) {
    if (side.querySelector(".coming")) {
      side.innerHTML = before; // the question stays what it was
      settle();
    }
    say(error.message || "The server does not answer; nothing was saved.", true);
  } finally {
    busy = false;
    side.classList.remove("busy");
  }
}

const go = (paths) => alone(() => fetchSide(paths));

function decide(decision, value = null, path = state().path) {
  if (!path) return;
  return alone(async () => {
    const sent = { decision, value, seconds: Math.min(600, (performance.now() - began) / 1000) };
    const seen = shown(), at = rows().indexOf(path);
    const after = [...rows().slice(at + 1), ...rows().slice(0, Math.max(at, 0))];
    if (decision !== "undo") glimpse(after[0]);
    let answer = await patch(path, sent), meanwhile = "";
    if (answer.status === 409) {
      const { changes } = await answer.json();
      await fetchSide(decision === "undo" ? rows() : [path]);
      meanwhile = theirs();
      // Another field was answered, and this one still says what the reviewer saw: their answer stands.
      const untouched = !changes.some((one) => one.path === path) && (decision === "undo" || shown() === seen);
      if (untouched) answer = await patch(path, sent);
      if (answer.status === 409) {
        if (value !== null) offer(path, value);
        return say(`Your answer was not saved: meanwhile ${meanwhile}. You see it as it is now.`, true);
      }
    }
    if (!answer.ok) throw new Error(await reason(answer));
    const done = await answer.json();
    if (decision !== "undo") remember(path);
    await fetchSide(decision === "undo" ? [path] : after);
    const settled = done.settled.length;
    if (meanwhile) say(`Saved. Meanwhile ${meanwhile}.`);
    else if (settled) say(`${settled} more field${settled > 1 ? "s" : ""} settled by the rules.`);
    else if (decision === "undo") say("Taken back.");
  });
}

// The next field's place and picture at once, while the answer is on its way. What is believed of it comes with the
// server's word: the answer may change it, or settle the field altogether.
function glimpse(path) {
  const row = path && side.querySelector(`#waiting a[data-path="${CSS.escape(path)}"]`);
  const cell = side.querySelector(".card .cell"), question = document.getElementById("question");
  if (!row || !cell) return;
  side.querySelector(".card").classList.add("coming");
  side.querySelector(".card .where").textContent = row.querySelector(".place").textContent;
  question.textContent = row.querySelector(".field").textContent;
  side.querySelector(".waiting a[aria-current]")?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  const [page, box] = outlined(path);
  cell.className = box && box[3] - box[1] > TALL ? "cell tall" : "cell";
  cell.replaceChildren();
  if (row.dataset.cell) {
    const image = new Image();
    image.decoding = "sync";
    image.alt = "";
    image.src = row.dataset.cell;
    cell.append(image);
  }
  const passage = quoted(path);
  if (passage) {
    cell.className = "cell text";
    cell.append(passage);
    reveal(cell, passage.querySelector("mark"));
  }
  show(page, box, path);
}

// A field's line of the dump with those around it, as the text on the left has them; null of a field that is not there.
function quoted(path) {
  const mark = document.querySelector(`.lines mark[data-field="${CSS.escape(path)}"]`), line = mark?.closest("tr");
  if (!line) return null;
  const pre = document.createElement("pre");
  const text = (row) => row?.cells.length === 2 ? row.cells[1].textContent : "";
  pre.append(`${text(line.previousElementSibling)}\n`);
  for (const part of line.cells[1].childNodes) {
    if (part !== mark) pre.append(part.textContent);
    else pre.appendChild(document.createElement("mark")).append(part.textContent);
  }
  pre.append(`\n${text(line.nextElementSibling)}`);
  pre.querySelector("mark").className = "current";
  return pre;
}

// One answer to the version of the filing that is shown.
function patch(path, sent) {
  return fetch(`/v1/documents/${id}/fields/${path.split("/").map(encodeURIComponent).join("/")}?filing=${filing}`, {
    method: "PATCH",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf, "If-Match": `"${state().version}"` },
    body: JSON.stringify(sent),
  });
}

// What the reviewer is asked about, and what they are told is believed.
const shown = () => `${state().path} ${document.getElementById("believed")?.textContent}`;

// What another reviewer did meanwhile: the side has been fetched, and its history tells it in words.
function theirs() {
  const told = side.querySelector(".history li")?.cloneNode(true);
  told?.querySelector("time")?.remove();
  return told ? told.textContent.replace(/\s+/g, " ").trim() : "someone else has changed this filing";
}

// What was typed and could not be saved stays in its place, as long as the same field is asked about.
function offer(path, value) {
  if (state().path === path && field()) field().value = value;
}

// The answers of this tab, for undoing.
function remember(path) {
  const held = JSON.parse(sessionStorage.getItem("answers") || "[]");
  sessionStorage.setItem("answers", JSON.stringify([...held, { id, filing, path }].slice(-200)));
}

function undo() {
  const held = JSON.parse(sessionStorage.getItem("answers") || "[]");
  const last = held.pop();
  if (!last) return say("There is nothing of yours to take back.");
  if (last.id !== id || last.filing !== filing) {
    return (location.href = `/review/${encodeURIComponent(last.id)}?${here({}, last.filing)}#undo`);
  }
  sessionStorage.setItem("answers", JSON.stringify(held));
  return decide("undo", null, last.path);
}

function step(by) {
  const paths = rows();
  const at = paths.indexOf(state().path);
  const to = at < 0 ? (by > 0 ? 0 : paths.length - 1) : at + by; // a field the filter passes over lies before all others
  if (paths[to]) return go([paths[to]]);
  const url = by > 0 ? state().next : state().previous;
  if (url) location.href = url;
  else say(by > 0 ? "This is the last one." : "This is the first one.");
  return null;
}

function choose(key) {
  const option = side.querySelector(`[data-choose="${key}"]`);
  if (!option) return;
  const believed = document.getElementById("believed")?.textContent;
  if ("blank" in option.dataset) decide("blank");
  else if (option.querySelector(".value").textContent === believed) decide("accept");
  else decide("correct", option.dataset.value);
}

function edit() {
  const text = field();
  if (!text) return;
  if (text.tagName === "INPUT" && !text.value && text.dataset.begin) text.value = text.dataset.begin;
  text.focus();
  text.select();
  judge();
}

// Judged as it is typed: the server knows the kinds of fields, and what the rules would say.
async function judge() {
  const text = field(), out = document.getElementById("judged");
  const mine = ++judging;
  if (!text.value.trim()) {
    out.textContent = "";
    return null;
  }
  const query = new URLSearchParams({ filing, path: state().path, text: text.value });
  let found;
  try {
    found = await (await fetch(`/review/${id}/typed?${query}`)).json();
  } catch {
    return null;
  }
  if (mine !== judging || !out.isConnected) return found;
  out.className = found.complaint ? "bad" : "good";
  out.textContent = found.complaint || (found.shown === text.value ? found.meaning : [found.shown, found.meaning].filter(Boolean).join(" · "));
  if (!found.complaint) document.getElementById("arithmetic").innerHTML = found.lines;
  return found;
}

async function save() {
  const text = field();
  const typed = text.value;
  const found = await judge();
  if (!found) return;
  if (found.complaint) return say(`That is ${found.complaint}.`, true);
  text.blur();
  decide("correct", typed);
}

let waiting;
side.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(judge, 120);
});
side.addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
side.addEventListener("keydown", (event) => {
  if (event.target.tagName === "TEXTAREA" && event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    save();
  }
});
side.addEventListener("click", (event) => {
  const decided = event.target.closest("[data-decide]"), chosen = event.target.closest("[data-choose]");
  const row = event.target.closest("a[data-path]");
  if (decided) decide(decided.dataset.decide);
  else if (chosen) choose(chosen.dataset.choose);
  else if (row && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    go([row.dataset.path]);
  }
});

const keys = {
  Enter: () => side.querySelector("[data-next-document]") ? step(1) : side.querySelector("[data-decide=accept]:not(:disabled)")?.click(),
  b: () => side.querySelector("[data-decide=blank]")?.click(),
  u: () => side.querySelector("[data-decide=unreadable]")?.click(),
  f: () => side.querySelector("[data-decide=filer-error]:not(:disabled)")?.click(),
  z: undo,
  n: () => step(1),
  p: () => step(-1),
  e: edit,
  c: settle,
  "?": () => help.showModal(),
  "+": () => zoom(1.3),
  "=": () => zoom(1.3),
  "-": () => zoom(1 / 1.3),
  0: () => whole(),
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const typing = event.target.matches("input, textarea");
  if (typing) {
    if (event.key === "Escape") {
      event.target.blur();
      if (event.target.tagName === "INPUT") event.target.value = "";
    }
    return;
  }
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return; // its own business
  const act = /^[1-4]$/.test(event.key) ? () => choose(event.key) : keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// A button that was clicked keeps no keys to itself: Enter still accepts.
addEventListener("click", (event) => { if (event.detail > 0) event.target.closest(".viewer button, .side button")?.blur(); });

document.querySelector("[data-do=help]").addEventListener("click", () => help.showModal());
for (const [name, act] of Object.entries({ closer: () => zoom(1.3), farther: () => zoom(1 / 1.3), whole: () => whole() }))
  document.querySelector(`[data-do=${name}]`)?.addEventListener("click", act);
listen((path) => { if (waits(path)) go([path]); else say("Nothing waits there."); });

// A courtesy to others who look at the same document: they are told, nobody is locked out.
async function claim() {
  if (document.hidden) return;
  const answer = await fetch(`/v1/documents/${id}/claim?${new URLSearchParams({ path: state().path })}`, {
    method: "PUT",
    headers: { "X-CSRF-Token": csrf },
  }).catch(() => null);
  if (!answer?.ok) return;
  const { reviewer, yours } = await answer.json();
  const others = document.getElementById("others");
  others.textContent = yours ? "" : `${reviewer} is looking at this document too.`;
  others.hidden = yours;
}
addEventListener("pagehide", () => {
  fetch(`/v1/documents/${id}/claim`, { method: "DELETE", headers: { "X-CSRF-Token": csrf }, keepalive: true });
});
setInterval(claim, CLAIM_EVERY);
document.addEventListener("visibilitychange", claim);
claim();
settle();
if (location.hash === "#undo") undo(); // the last answer was given in this document, and is taken back from another
