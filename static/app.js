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
