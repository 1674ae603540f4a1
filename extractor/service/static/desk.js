// The desk: keys to decisions, decisions to the server, and what it answers back into the page.

import { colour, listen, reveal, show, whole, zoom } from "./viewer.js";

const desk = document.querySelector(".desk");
const side = document.getElementById("side");
const said = document.getElementById("said");
const help = document.getElementById("help");
const { document: id, filing } = desk.dataset;
const csrf = document.querySelector("meta[name=csrf]").content;
const CLAIM_EVERY = 30000;
const MOST_AFTER = 40;
let began = performance.now();
let busy = false;
let judging = 0;

const state = () => document.getElementById("state").dataset;
const rows = () => [...side.querySelectorAll(".waiting a")].map((one) => one.dataset.path);
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
}

// Fetches the side for the first of `paths` that still waits.
async function fetchSide(paths) {
  const query = new URLSearchParams({ filing });
  for (const path of paths.slice(0, MOST_AFTER)) query.append("path", path);
  const answer = await fetch(`/review/${id}/side?${query}`, { headers: { Accept: "text/html" } });
  if (answer.redirected || answer.status === 401) return location.reload(); // the session has ended
  if (!answer.ok) throw new Error(await reason(answer));
  side.innerHTML = await answer.text();
  settle();
  const { path } = state();
  history.replaceState(null, "", `?${new URLSearchParams(path ? { filing, path } : { filing })}`);
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
  try {
    await work();
  } catch (error) {
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
    const after = rows();
    const at = after.indexOf(path);
    const answer = await fetch(`/v1/documents/${id}/fields/${path.split("/").map(encodeURIComponent).join("/")}?filing=${filing}`, {
      method: "PATCH",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf, "If-Match": `"${state().version}"` },
      body: JSON.stringify({ decision, value, seconds: Math.min(600, (performance.now() - began) / 1000) }),
    });
    if (answer.status === 409) {
      const { changes } = await answer.json();
      await fetchSide([path]);
      return say(theirs(changes), true);
    }
    if (!answer.ok) throw new Error(await reason(answer));
    const done = await answer.json();
    if (decision !== "undo") remember(path);
    await fetchSide(decision === "undo" ? [path] : [...after.slice(at + 1), ...after.slice(0, Math.max(at, 0))]);
    const settled = done.settled.length;
    if (settled) say(`${settled} more field${settled > 1 ? "s" : ""} settled by the rules.`);
    else if (decision === "undo") say("Taken back.");
  });
}

// What another reviewer did meanwhile, in one sentence: the side has been fetched, and its history tells it in words.
function theirs(changes) {
  const told = changes.length ? side.querySelector(".history li")?.cloneNode(true) : null;
  told?.querySelector("time")?.remove();
  const words = told ? told.textContent.replace(/\s+/g, " ").trim() : "Someone else has changed this filing";
  return `Your answer was not saved: meanwhile ${words}. You see it as it is now.`;
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
    return (location.href = `/review/${encodeURIComponent(last.id)}?${new URLSearchParams({ filing: last.filing })}#undo`);
  }
  sessionStorage.setItem("answers", JSON.stringify(held));
  return decide("undo", null, last.path);
}

function step(by) {
  const paths = rows();
  const at = paths.indexOf(state().path);
  const to = paths.length && at + by >= 0 && at + by < paths.length ? paths[at + by] : null;
  if (to) return go([to]);
  const url = by > 0 ? state().next : state().previous;
  if (url) location.href = url;
  else say(by > 0 ? "This is the last one." : "This is the first one.");
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
listen((path) => { if (rows().includes(path)) go([path]); else say("Nothing waits there."); });

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
claim();
settle();
if (location.hash === "#undo") undo(); // the last answer was given in this document, and is taken back from another
