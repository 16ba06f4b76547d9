// The public form, enhanced: steps without reloading, validation while typing, saving while typing.
// The pages are the server's and work without this; the rules are the validator's (WebAssembly, from ./formclient.js).
// Every step is posted as the plain form would post it, so there is one flow. Names and ids come from app::public_form.
import { answersOf, allAnswers, fillHidden, hideProblem, shownProblem, showProblem, toggle } from "./answers.js";
import { attributionOf, draftOf, fieldsOf, listen, tell } from "./host.js";

const attribution = attributionOf();
const given = fieldsOf();
let main = document.getElementById("form");
let checker = null;
let known = draftOf();
let busy = false;
let timer = 0;
let saving = null;
let dirty = false;

const form = () => main.querySelector("form");
const hidden = (name) => form()?.elements.namedItem(name);
const memory = `empire:${main?.dataset.slug}`;
// In a frame on another site browsers may refuse storage: then the loader keeps the token for us.
function remember(token) {
  try {
    token ? sessionStorage.setItem(memory, token) : sessionStorage.removeItem(memory);
  } catch { /* the loader or the link serve as well */ }
  if (token !== known) tell(main, "draft", { token: (known = token) });
}
function remembered() {
  try {
    return sessionStorage.getItem(memory) || known;
  } catch {
    return known;
  }
}
const withHost = (path) => path + (main.dataset.host ? `?embed=1&origin=${encodeURIComponent(main.dataset.host)}` : "");

// --- checking -----------------------------------------------------------------------------------------------------

async function loadChecker() {
  if (checker || !main.dataset.validator) return;
  try {
    const module = await import(main.dataset.validator);
    await module.default();
    checker = new module.FormChecker(document.getElementById("definition").textContent);
    refresh();
  } catch {
    // Without the module the server alone checks; the messages are the same.
  }
}

function problems() {
  const list = JSON.parse(checker.check_step(Number(main.dataset.step), JSON.stringify(allAnswers(main))));
  return new Map(list.reverse().map((error) => [error.path.replace(/^answers\./, ""), error.message]));
}

function refresh() {
  if (checker && form()) toggle(main, new Set(JSON.parse(checker.shown(JSON.stringify(allAnswers(main)))).fields));
}

function recheck(input) {
  if (!checker || !input.name) return;
  const message = problems().get(input.name);
  message ? showProblem(input.name, message) : hideProblem(input.name);
}

// --- saving while typing ------------------------------------------------------------------------------------------

const draftBody = () => JSON.stringify({
  token: hidden("_draft").value || null,
  step: Number(main.dataset.step),
  answers: answersOf(form()),
  attribution,
});

async function save() {
  clearTimeout(timer);
  if (!dirty || !form() || saving) return saving;
  dirty = false;
  const page = main;
  let pause = 800;
  saving = fetch(withHost(`/f/${main.dataset.slug}/draft`), {
    method: "POST", headers: { "Content-Type": "application/json" }, body: draftBody(),
  }).then(async (response) => {
    // What the server refuses for good is not sent again; the step itself will say why.
    if (response.status === 429 || response.status >= 500) throw new Error();
    if (!response.ok || response.status === 204) return;
    const draft = await response.json();
    remember(draft.token);
    if (page === main) {
      hidden("_draft").value = draft.token;
      hidden("_key").value = draft.key;
      offerLink(draft.resume);
    }
  }).catch(() => {
    dirty = true;
    pause = 5000;
  }).finally(() => {
    saving = null;
    if (dirty && form()) timer = setTimeout(save, pause);
  });
  return saving;
}

function offerLink(address) {
  const later = main.querySelector("[data-later]");
  later.querySelector("[data-resume]").href = address;
  later.hidden = false;
}

function typed() {
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(save, 800);
}

// --- going from step to step ---------------------------------------------------------------------------------------

async function go(way) {
  if (busy) return;
  if (way !== "back" && checker) {
    const wrong = problems();
    if (wrong.size) return stopAt(wrong);
  }
  busy = true;
  clearTimeout(timer);
  await saving;
  wait(true);
  hideTrouble();
  const body = new URLSearchParams(new FormData(form()));
  body.set("_go", way);
  body.set("_attribution", JSON.stringify(attribution));
  try {
    const response = await fetch(form().action, { method: "POST", body, headers: { "X-Fragment": "1" } });
    const next = await arrived(response);
    const address = response.headers.get("X-Location");
    if (response.ok && address) moved(address);
    dirty = false;
    swap(next);
    if (response.status === 422) tell(main, "error", { fields: [] });
    else if (next.dataset.view === "thanks") finished(next);
    else tell(main, "step", { step: main.dataset.stepKey || main.dataset.view });
  } catch (error) {
    trouble(error.words || (navigator.onLine === false
      ? "There is no connection. Your answers are still here."
      : "That did not reach us. Your answers are still here."), () => go(way));
  } finally {
    busy = false;
    wait(false);
  }
}

// The page in an answer; whatever else came is a failure, with words where the server sent some.
async function arrived(response) {
  const text = await response.text();
  if ((response.headers.get("Content-Type") || "").startsWith("text/html")) {
    const next = new DOMParser().parseFromString(text, "text/html").getElementById("form");
    if (next) return document.adoptNode(next);
  }
  const failure = new Error(String(response.status));
  try { failure.words = JSON.parse(text).detail; } catch { /* not ours: the general words do */ }
  throw failure;
}

// The entry that is left gets an address that shows what was typed on it, so that the browser's Back keeps it.
function moved(address) {
  const left = new URL(address, location.href);
  if (left.searchParams.has("resume")) {
    left.searchParams.set("step", main.dataset.stepKey);
    history.replaceState(null, "", left);
  }
  history.pushState(null, "", address);
}

async function visit(address, keepTyped) {
  if (keepTyped) await save();
  try {
    const response = await fetch(address, { headers: { "X-Fragment": "1" } });
    return await arrived(response);
  } catch {
    return null;
  }
}

function swap(next) {
  main.replaceWith(next);
  main = next;
  remember(main.dataset.view === "step" ? hidden("_draft")?.value || remembered() : null);
  begin();
  (main.querySelector("#problems, [role=alert][tabindex]") || main.querySelector("#question"))?.focus();
  if (!main.dataset.host) scrollTo(0, 0);
}

function finished(page) {
  tell(page, "submit", {});
  const onward = page.querySelector("[data-redirect]");
  if (onward && !main.dataset.host) location.assign(onward.href);
}

function stopAt(wrong) {
  for (const input of form().querySelectorAll("[name]")) {
    const message = wrong.get(input.name);
    message ? showProblem(input.name, message) : hideProblem(input.name);
  }
  document.title = `Error: ${document.title.replace(/^Error: /, "")}`;
  const first = [...form().elements].find((input) => input.name && wrong.has(input.name) && !input.disabled);
  first?.focus();
  tell(main, "error", { fields: [...wrong.keys()] });
}

// --- what the person sees ------------------------------------------------------------------------------------------

function wait(on) {
  const button = main.querySelector("[data-onward]");
  if (!button) return;
  button.setAttribute("aria-disabled", String(on));
  const words = button.querySelector("[data-words]");
  button.dataset.label ||= words.textContent;
  words.textContent = on ? button.dataset.busy : button.dataset.label;
}

function trouble(words, retry) {
  const box = document.getElementById("trouble");
  box.querySelector("[data-words]").textContent = words;
  box.querySelector("[data-retry]").onclick = retry;
  box.hidden = false;
  tell(main, "error", { fields: [] });
}

function hideTrouble() {
  const box = document.getElementById("trouble");
  if (box) box.hidden = true;
}

// Once for every page that is shown.
function begin() {
  const old = document.title.split(" · ");
  document.title = [main.dataset.title, ...old.slice(1)].join(" · ");
  fillHidden(main, given);
  refresh();
}

// --- events ---------------------------------------------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  event.preventDefault();
  go(event.submitter?.value || "next");
});
document.addEventListener("input", (event) => {
  if (!form()?.contains(event.target)) return;
  typed();
  refresh();
  if (shownProblem(event.target.name)) recheck(event.target);
});
document.addEventListener("focusout", (event) => {
  const input = event.target;
  if (form()?.contains(input) && "value" in input && input.type !== "radio" && input.value.trim()) recheck(input);
});
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("[data-resume]");
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  await save();
  try {
    await navigator.clipboard.writeText(link.href);
    main.querySelector("[data-copied]").textContent = " Link copied.";
  } catch {
    open(link.href, "_blank", "noopener");
  }
});
addEventListener("popstate", async () => {
  const next = await visit(location.href, true);
  if (!next) return;
  swap(next);
  tell(main, "step", { step: main.dataset.stepKey || main.dataset.view });
});
addEventListener("pagehide", () => {
  if (!dirty || saving || !form() || busy) return;
  dirty = false;
  navigator.sendBeacon?.(withHost(`/f/${main.dataset.slug}/draft`), new Blob([draftBody()], { type: "application/json" }));
});

async function start() {
  if (!main?.dataset.slug) return;
  const token = remembered();
  if (token && main.dataset.view === "step" && !hidden("_draft").value && !new URLSearchParams(location.search).has("resume")) {
    const join = main.dataset.host ? "&" : "?";
    const next = await visit(`${withHost(location.pathname)}${join}resume=${encodeURIComponent(token)}`, false);
    // What was typed while this came wins; a draft that was sent or is gone is forgotten.
    if (next?.dataset.view === "step" && next.querySelector("[name=_draft]").value === token && !dirty) {
      main.replaceWith(next);
      main = next;
    } else if (next) {
      remember(null);
    }
  } else if (main.dataset.view === "step" && hidden("_draft").value) {
    remember(hidden("_draft").value);
  } else if (main.dataset.view !== "step") {
    remember(null);
  }
  begin();
  listen(main);
  tell(main, "ready", { step: main.dataset.stepKey || main.dataset.view });
  // After the first paint: the page must not wait for the validators.
  (window.requestIdleCallback || ((work) => setTimeout(work, 200)))(loadChecker);
}
start();
