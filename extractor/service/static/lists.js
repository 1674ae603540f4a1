// The lists: filters that act at once, files dropped and sent, states that keep up with the workers.

const csrf = document.querySelector("meta[name=csrf]").content;
const AT_ONCE = 3, LOOK_AGAIN = 1500;

for (const one of document.querySelectorAll(".filters select"))
  one.addEventListener("change", () => one.form.requestSubmit());

const begin = document.getElementById("begin");
addEventListener("keydown", (event) => {
  if (!begin || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, a, button")) return;
  if (event.key === "Enter" || event.key === "n") begin.click();
});

const drop = document.getElementById("drop");
if (drop) {
  const sent = document.getElementById("sent"), files = document.getElementById("files");
  const waiting = [];
  let sending = 0;

  const send = (chosen) => {
    for (const file of chosen) {
      const line = document.createElement("li");
      line.textContent = `${file.name}: waits`;
      sent.append(line);
      waiting.push([file, line]);
    }
    document.getElementById("invitation").hidden = true;
    next();
  };
  const next = async () => {
    if (sending >= AT_ONCE || !waiting.length) return;
    sending += 1;
    const [file, line] = waiting.shift();
    line.textContent = `${file.name}: is sent`;
    const words = await post(file);
    line.textContent = `${file.name}: ${words || "accepted"}`;
    line.classList.toggle("bad", Boolean(words));
    sending -= 1;
    await keepUp();
    next();
  };
  const post = async (file) => {
    try {
      const body = new FormData();
      body.append("file", file);
      for (;;) {
        const answer = await fetch("/v1/documents", { method: "POST", headers: { "X-CSRF-Token": csrf }, body });
        if (answer.ok) return "";
        if (answer.status !== 503) return (await answer.json()).detail;
        await new Promise((done) => setTimeout(done, 1000 * (Number(answer.headers.get("Retry-After")) || 5)));
      }
    } catch {
      return "the server does not answer";
    }
  };
  files.addEventListener("change", () => { send(files.files); files.value = ""; });
  for (const name of ["dragover", "dragenter"])
    addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
  addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    send(event.dataTransfer.files);
  });
  drop.addEventListener("submit", (event) => event.preventDefault());

  // The list as the server has it now, in place; while something is being read, again in a moment.
  let timer;
  const keepUp = async () => {
    clearTimeout(timer);
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (answer?.redirected) return location.reload();
    if (answer?.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.getElementById("documents").replaceWith(document.adoptNode(fresh.getElementById("documents")));
      document.querySelector(".head").replaceWith(document.adoptNode(fresh.querySelector(".head")));
      const busy = Number(fresh.querySelector("main").dataset.busy);
      if (!busy) return;
    }
    timer = setTimeout(keepUp, LOOK_AGAIN);
  };
  if (Number(document.querySelector("main").dataset.busy)) timer = setTimeout(keepUp, LOOK_AGAIN);
}
