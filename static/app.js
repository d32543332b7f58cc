// Comfort only: every page works without this file. No inline handler exists, so that the content policy can be strict.
(() => {
  "use strict";
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const found = event.target.closest?.(selector);
      if (found) act(found, event);
    });

  // A second click on the same button sends nothing; the idempotency key catches what slips through.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "1";
    setTimeout(() => delete event.target.dataset.sent, 3000);
  });

  on("click", "[data-print]", () => window.print());
  on("click", "[data-copy]", (button) => {
    const source = document.getElementById(button.dataset.copy);
    navigator.clipboard?.writeText(source.innerText).then(() => (button.textContent = button.dataset.done));
  });

  // form[data-preview="/path/"] shows what it would disclose in #preview while one types; the button does it without.
  const wait = new WeakMap();
  const show = async (form) => {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) }).catch(() => null);
    const place = document.getElementById(form.dataset.into || "preview");
    if (answer?.ok && place) place.innerHTML = await answer.text();
  };
  const soon = (form) => {
    clearTimeout(wait.get(form));
    wait.set(form, setTimeout(() => show(form), 250));
  };
  on("input", "form[data-preview]", soon);

  // form[data-draft] keeps what one types in this tab until it is published: a line that breaks loses nothing.
  const KEEP = "draft:";
  const drafts = () => Object.keys(sessionStorage).filter((key) => key.startsWith(KEEP));
  const typed = (form) => [...form.elements].filter((one) => /^(text|textarea|date)$/.test(one.type) && one.name);
  const form = document.querySelector("form[data-draft]");
  const here = KEEP + location.pathname;
  const status = performance.getEntriesByType("navigation")[0]?.responseStatus;
  if (form) {
    const kept = JSON.parse(sessionStorage.getItem(here) || "{}");
    typed(form).forEach((one) => (one.value ||= kept[one.name] || ""));
    form.addEventListener("input", () =>
      sessionStorage.setItem(here, JSON.stringify(Object.fromEntries(typed(form).map((one) => [one.name, one.value])))));
    form.addEventListener("submit", (event) => !event.submitter?.name && sessionStorage.setItem("sent", here));
  } else if (sessionStorage.getItem("sent") && (status ?? 200) < 400) {
    drafts().filter((key) => key === sessionStorage.getItem("sent")).forEach((key) => sessionStorage.removeItem(key));
    sessionStorage.removeItem("sent");
  }

  // Menus close on Escape and on a click elsewhere.
  const close = (except) =>
    document.querySelectorAll("details.menu[open]").forEach((menu) => menu !== except && (menu.open = false));
  document.addEventListener("click", (event) => close(event.target.closest?.("details.menu")));

  // data-key="a" presses that control when the person is not typing (the desk).
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(null);
    if (event.ctrlKey || event.metaKey || event.altKey || document.documentElement.dataset.keys === "off") return;
    if (event.target.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select")) return;
    const control = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (control) {
      event.preventDefault();
      control.matches("textarea") ? control.focus() : control.click();
    }
  });
})();
