// Empire's loader: puts a form into the page around this script, inline or behind a button, and reports what happens.
//   <script src="https://…/embed.js" data-form="sell-your-house" async></script>
// Options: data-mode="inline|popup", data-button="Get an offer", data-target="#place", data-field-<key>="value" for
// hidden questions. Events: empire:ready, empire:step, empire:submit, empire:error on the form's container (they
// bubble), or Empire.on("submit", (detail) => …). Styles are set through the object model, so a strict content policy
// needs only this host in script-src and frame-src.
(() => {
  "use strict";
  const script = document.currentScript || document.querySelector("script[data-form]:not([data-empire])");
  if (!script || script.dataset.empire || !script.dataset.form) return;
  script.dataset.empire = "1";
  const { form: slug, mode, button: words, target } = script.dataset;
  const base = new URL(script.src).origin;
  const page = `${base}/f/${encodeURIComponent(slug)}`;
  const patience = 8000;

  const listeners = [];
  const empire = (window.Empire ||= {
    on(type, listener) {
      this.listeners.push([type, listener]);
      return () => { this.listeners = this.listeners.filter((entry) => entry[1] !== listener); };
    },
    listeners,
  });

  // --- where the visitor came from ---------------------------------------------------------------------------------
  const names = "utm_source utm_medium utm_campaign utm_term utm_content utm_id gclid gbraid wbraid dclid fbclid ttclid msclkid li_fat_id".split(" ");
  const recall = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* storage is refused */ } };

  function touches() {
    const query = new URLSearchParams(location.search);
    const touch = { landing_page: (location.origin + location.pathname).slice(0, 500), occurred_at: new Date().toISOString() };
    let evidence = false;
    for (const name of names) {
      const value = query.get(name);
      if (value) { touch[name] = value.slice(0, 300); evidence = true; }
    }
    const referrer = document.referrer.split(/[?#]/)[0];
    if (referrer && !referrer.startsWith(location.origin)) { touch.referrer = referrer.slice(0, 500); evidence = true; }
    // A visit that says nothing about its origin does not replace one that did.
    const last = evidence ? touch : recall("empire:last") || touch;
    const first = recall("empire:first") || last;
    keep("empire:last", last);
    keep("empire:first", first);
    return { first, last };
  }

  function handed() {
    const fields = {};
    for (const { name, value } of script.attributes) {
      if (name.startsWith("data-field-")) fields[name.slice(11).replaceAll("-", "_")] = value.slice(0, 500);
    }
    return encodeURIComponent(JSON.stringify({ ...touches(), fields, draft: draft() }));
  }

  // A begun form survives a reload of this page. The frame itself may be refused any storage of its own.
  function draft(token) {
    try {
      const place = `empire:draft:${slug}`;
      if (token === undefined) return sessionStorage.getItem(place);
      token ? sessionStorage.setItem(place, token) : sessionStorage.removeItem(place);
    } catch { /* storage is refused: the form's own link still works */ }
    return null;
  }

  // --- the form ------------------------------------------------------------------------------------------------------
  function report(container, type, detail) {
    container.dispatchEvent(new CustomEvent(`empire:${type}`, { detail, bubbles: true }));
    for (const [wanted, listener] of empire.listeners) if (wanted === type) listener(detail);
  }

  const style = (element, values) => Object.assign(element.style, values);

  function frame(container, close) {
    const view = document.createElement("iframe");
    view.title = words || "Form";
    view.allow = "clipboard-write";
    style(view, { display: "block", width: "100%", height: "640px", border: "0", colorScheme: "normal" });
    const link = document.createElement("a");
    link.href = page;
    link.textContent = "Open the form in a page of its own";
    link.hidden = true;
    let ready = false;
    const refused = setTimeout(() => {
      if (ready) return;
      view.hidden = true;
      style(view, { display: "none" });
      link.hidden = false;
      report(container, "error", { form: slug, reason: "not_loaded" });
    }, patience);
    addEventListener("message", ({ origin, source, data }) => {
      if (origin !== base || source !== view.contentWindow || !data || data.empire !== "form") return;
      const { type, height, empire: _, ...detail } = data;
      if (Number.isFinite(height) && height > 0) style(view, { height: `${Math.min(height, 20000)}px` });
      if (type === "ready") {
        ready = true;
        clearTimeout(refused);
        link.hidden = true;
        view.hidden = false;
        style(view, { display: "block" });
      }
      if (type === "draft") return void draft(detail.token);
      if (type === "close") return close?.();
      if (type === "step" && view.getBoundingClientRect().top < 0) {
        const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
        view.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
      }
      if (type !== "resize") report(container, type, detail);
    });
    container.append(view, link);
    view.src = `${page}?embed=1&origin=${encodeURIComponent(location.origin)}#${handed()}`;
  }

  function popup(container) {
    const opener = document.createElement("button");
    opener.type = "button";
    opener.className = "empire-button";
    opener.textContent = words || "Open the form";
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-label", words || "Form");
    style(dialog, { width: "min(480px, 100vw)", maxWidth: "100vw", maxHeight: "100dvh", padding: "0", border: "0", borderRadius: "14px", overflow: "auto" });
    const cross = document.createElement("button");
    cross.type = "button";
    cross.textContent = "Close";
    style(cross, { display: "block", marginLeft: "auto", minHeight: "44px", padding: "0 16px", font: "inherit", background: "none", border: "0", cursor: "pointer" });
    const body = document.createElement("div");
    dialog.append(cross, body);
    container.append(opener, dialog);
    // The dialog gives the focus back to the button by itself, and Escape closes it.
    const close = () => dialog.close();
    cross.onclick = close;
    dialog.addEventListener("click", (event) => { if (event.target === dialog) close(); });
    opener.onclick = () => {
      if (!body.firstChild) frame(body, close);
      dialog.showModal();
    };
  }

  function place() {
    const container = document.createElement("div");
    container.dataset.empireForm = slug;
    const chosen = target && document.querySelector(target);
    if (chosen) chosen.append(container);
    else if (document.body.contains(script)) script.after(container);
    else document.body.append(container);
    mode === "popup" ? popup(container) : frame(container);
  }

  if (document.body) place();
  else addEventListener("DOMContentLoaded", place, { once: true });
})();
