// Answers in the page: reading them, showing what is wrong with them, showing only what is asked.
// What is wrong and what is asked is the validator's business.

/** Answers of the step in the page, as typed, by key. A box that is not ticked is an empty answer; several that are ticked
 * are one text, with commas between them. */
export function answersOf(form) {
  const answers = {};
  for (const input of form.elements) {
    if (!input.name || input.name.startsWith("_") || input.disabled || input.tabIndex < 0 && input.autocomplete === "off") continue;
    if (input.type === "radio" && !input.checked) {
      answers[input.name] ??= "";
    } else if (input.dataset.several !== undefined) {
      const others = answers[input.name] ?? "";
      answers[input.name] = [others, input.checked ? input.value : ""].filter(Boolean).join(",");
    } else {
      answers[input.name] = input.type === "checkbox" && !input.checked ? "" : input.value;
    }
  }
  return answers;
}

/** Those, and the answers of the other steps that came with the page. */
export function allAnswers(main) {
  const known = JSON.parse(main.querySelector("#answers")?.textContent || "{}");
  return { ...known, ...answersOf(main.querySelector("form")) };
}

const id = (name) => `f-${name.replaceAll(".", "-")}`;

function parts(name) {
  return { target: document.getElementById(id(name)), line: document.getElementById(`${id(name)}-error`) };
}

/** Says below an answer what is wrong with it. */
export function showProblem(name, message) {
  const { target, line } = parts(name);
  if (!line) return;
  target?.setAttribute("aria-invalid", "true");
  const words = line.querySelector("span");
  if (words.textContent !== message) words.textContent = message;
  line.hidden = false;
}

/** Takes it back. */
export function hideProblem(name) {
  const { target, line } = parts(name);
  if (!line) return;
  target?.removeAttribute("aria-invalid");
  // A hidden description is still read out.
  line.querySelector("span").textContent = "";
  line.hidden = true;
}

/** Whether something is said to be wrong with an answer. */
export function shownProblem(name) {
  const { line } = name ? parts(name) : {};
  return Boolean(line && !line.hidden);
}

/** Shows the questions that are asked and hides the others; what is hidden is not sent. */
export function toggle(main, asked) {
  for (const field of main.querySelectorAll("[data-field]")) {
    const on = asked.has(field.dataset.field);
    if (field.matches("input")) {
      field.disabled = !on;
      continue;
    }
    if (field.hidden === !on) continue;
    field.hidden = !on;
    for (const input of field.querySelectorAll("input, select, textarea")) input.disabled = !on;
  }
}

/** Fills hidden questions with what the host page gave. */
export function fillHidden(main, given) {
  for (const input of main.querySelectorAll("input[type=hidden][data-field]")) {
    const value = given[input.dataset.field];
    if (typeof value === "string" && !input.value) input.value = value;
  }
}
