// The page around the form: where the visitor came from, and what the host page is told.
// The host's origin stands in the page because the server has checked it; nothing is told to any other.

const PARAMETERS = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "gclid", "gbraid", "wbraid", "dclid", "fbclid", "ttclid", "msclkid", "li_fat_id"];

// The loader hands over what only the host page knows, in the fragment: it reaches no server log.
const handed = (() => {
  try {
    const value = JSON.parse(decodeURIComponent(location.hash.slice(1)));
    return value && typeof value === "object" ? value : {};
  } catch {
    return {};
  }
})();

/** First and last touch: the host page's, or those of this page when it stands alone. */
export function attributionOf() {
  if (handed.last) return { first: handed.first || handed.last, last: handed.last };
  const query = new URLSearchParams(location.search);
  const last = { landing_page: location.origin + location.pathname, occurred_at: new Date().toISOString() };
  for (const name of PARAMETERS) if (query.get(name)) last[name] = query.get(name).slice(0, 500);
  if (document.referrer && new URL(document.referrer).origin !== location.origin) last.referrer = document.referrer.split(/[?#]/)[0];
  let first = last;
  try {
    first = JSON.parse(localStorage.getItem("empire:first")) || last;
    localStorage.setItem("empire:first", JSON.stringify(first));
  } catch { /* storage is refused: this visit is all that is known */ }
  return { first, last };
}

/** Values for hidden questions. */
export function fieldsOf() {
  return handed.fields || {};
}

/** Tells the host page something, if there is one. */
export function tell(main, type, detail) {
  if (!main.dataset.host || parent === window) return;
  parent.postMessage({ empire: "form", type, form: main.dataset.slug, height: height(), ...detail }, main.dataset.host);
}

/** Token of a draft that was begun in this tab, kept by the loader. */
export function draftOf() {
  return typeof handed.draft === "string" ? handed.draft : null;
}

/** Keeps the frame as high as the form, and lets Escape close a popup. */
export function listen(main) {
  if (!main.dataset.host || parent === window) return;
  // The element changes with every step; where it stands does not.
  const { host, slug } = main.dataset;
  const page = { dataset: { host, slug } };
  let last = 0;
  new ResizeObserver(() => {
    if (height() !== last) tell(page, "resize", { height: (last = height()) });
  }).observe(document.body);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) tell(page, "close", {});
  });
}

function height() {
  return Math.ceil(document.body.getBoundingClientRect().height);
}
