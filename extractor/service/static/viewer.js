// The page image: one page at a time, moved and scaled under a glass of fixed size.

const glass = document.querySelector(".glass:not(.text)");
const text = document.querySelector(".glass.text");
const LEAST = 0.1, MOST = 4;
const ROUND = 3; // pixels that an outline is drawn around its box
let page = 0, scale = 1, left = 0, top = 0;

function sheet() {
  return glass?.querySelector(`.sheet[data-page="${page}"]`);
}

// Shows a page and resolves with its size in pixels once the picture is there.
async function turn(number) {
  if (!glass) return null;
  page = number;
  for (const one of glass.querySelectorAll(".sheet")) one.hidden = Number(one.dataset.page) !== number;
  for (const one of document.querySelectorAll("[data-show]"))
    one.setAttribute("aria-pressed", String(Number(one.dataset.show) === number));
  const there = sheet();
  if (!there) return null;
  const image = there.querySelector("img");
  image.loading = "eager";
  if (!image.complete || !image.naturalWidth)
    await new Promise((done) => {
      image.addEventListener("load", done, { once: true });
      image.addEventListener("error", done, { once: true });
    });
  const [width, height] = [image.naturalWidth || 1700, image.naturalHeight || 2200];
  there.style.width = `${width}px`;
  there.style.height = `${height}px`;
  there.querySelector("svg").setAttribute("viewBox", `0 0 ${width} ${height}`);
  return page === number ? [width, height] : null;
}

function place(glide = false) {
  const there = sheet();
  if (!there) return;
  there.classList.toggle("glide", glide);
  there.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
}

function size() {
  const there = sheet();
  return [parseFloat(there?.style.width) || 1700, parseFloat(there?.style.height) || 2200];
}

// Keeps some of the page in sight.
function bound() {
  const [width, height] = size();
  const [w, h] = [glass.clientWidth, glass.clientHeight];
  left = width * scale <= w ? (w - width * scale) / 2 : Math.min(40, Math.max(w - width * scale - 40, left));
  top = height * scale <= h ? (h - height * scale) / 2 : Math.min(40, Math.max(h - height * scale - 40, top));
}

export function zoom(factor, x = glass.clientWidth / 2, y = glass.clientHeight / 2, glide = true) {
  const next = Math.min(MOST, Math.max(LEAST, scale * factor));
  left = x - ((x - left) * next) / scale;
  top = y - ((y - top) * next) / scale;
  scale = next;
  bound();
  place(glide);
}

export async function whole(number = page) {
  if (!(await turn(number))) return;
  const [width, height] = size();
  scale = Math.min(glass.clientWidth / width, glass.clientHeight / height) * 0.98;
  bound();
  place(true);
}

// Scrolls a box so that something in it stands in its middle.
export function reveal(box, inside) {
  if (!box || !inside) return;
  const [outer, inner] = [box.getBoundingClientRect(), inside.getBoundingClientRect()];
  box.scrollTop += inner.top + inner.height / 2 - outer.top - outer.height / 2;
  box.scrollLeft += inner.left + Math.min(inner.width, outer.width * 0.8) / 2 - outer.left - outer.width / 2;
}

// Brings a field into sight: its box large enough to read, with its surroundings.
export async function show(number, box, path = "") {
  for (const one of document.querySelectorAll(".boxes .current, .lines .current")) one.classList.remove("current");
  if (!path) return;
  for (const one of document.querySelectorAll(`[data-field="${CSS.escape(path)}"]`)) one.classList.add("current");
  if (text) {
    reveal(text, text.querySelector(".current"));
    return;
  }
  if (!glass || !number) return;
  const fresh = number !== page;
  if (!(await turn(number))) return;
  if (!box) return whole(number);
  const [x0, y0, x1, y1] = box;
  const [w, h] = [glass.clientWidth, glass.clientHeight];
  scale = Math.min(1.15, Math.max(0.55, (w * 0.6) / Math.max(1, x1 - x0)), (h * 0.8) / Math.max(1, y1 - y0));
  left = w / 2 - ((x0 + x1) / 2) * scale;
  top = h / 2 - ((y0 + y1) / 2) * scale;
  bound();
  place(!fresh);
}

// Where a field stands: its page and its box in pixels; 0 and null of one that has no place of its own.
export function outlined(path) {
  const rect = document.querySelector(`rect[data-field="${CSS.escape(path)}"]`);
  if (!rect) return [0, null];
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)));
  return [Number(rect.closest(".sheet").dataset.page), [x + ROUND, y + ROUND, x + width - ROUND, y + height - ROUND]];
}

// Colours the places of fields anew; `states` maps paths to states.
export function colour(states) {
  for (const one of document.querySelectorAll("[data-field]")) {
    const state = states.get(one.dataset.field);
    if (!state) continue;
    const current = one.classList.contains("current");
    one.setAttribute("class", state + (current ? " current" : ""));
  }
}

// `choose` is called with the path of a place that was clicked.
export function listen(choose) {
  for (const one of [glass, text]) {
    let moved = false;
    one?.addEventListener("click", (event) => {
      const path = event.target.closest("[data-field]")?.dataset.field;
      if (path && !moved) choose(path);
    });
    one?.addEventListener("pointerdown", (event) => {
      moved = false;
      if (one !== glass || event.button !== 0 || event.target.closest(".zoom")) return;
      const [x, y, l, t] = [event.clientX, event.clientY, left, top];
      const drag = (now) => {
        if (!moved && Math.hypot(now.clientX - x, now.clientY - y) < 4) return;
        moved = true;
        glass.classList.add("dragging");
        [left, top] = [l + now.clientX - x, t + now.clientY - y];
        bound();
        place();
      };
      const drop = () => {
        glass.classList.remove("dragging");
        removeEventListener("pointermove", drag);
        removeEventListener("pointerup", drop);
      };
      addEventListener("pointermove", drag);
      addEventListener("pointerup", drop);
    });
  }
  glass?.addEventListener("wheel", (event) => {
    event.preventDefault();
    const at = glass.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * 0.0016), event.clientX - at.left, event.clientY - at.top, false);
  }, { passive: false });
  for (const one of document.querySelectorAll("[data-show]"))
    one.addEventListener("click", () => whole(Number(one.dataset.show)));
  addEventListener("resize", () => { if (glass) { bound(); place(); } });
}
