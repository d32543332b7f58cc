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

  // A draft that was sent is forgotten on the first other page that came (writing.js keeps it until then).
  const sent = sessionStorage.getItem("sent");
  const status = performance.getEntriesByType("navigation")[0]?.responseStatus ?? 200;
  if (sent && status < 400 && !document.querySelector("form[data-draft]"))
    [sent, "sent"].forEach((key) => sessionStorage.removeItem(key));

  // Menus close on Escape and on a click elsewhere.
  const close = (except) =>
    document.querySelectorAll("details.menu[open]").forEach((menu) => menu !== except && (menu.open = false));
  document.addEventListener("click", (event) => close(event.target.closest?.("details.menu")));
  document.addEventListener("keydown", (event) => event.key === "Escape" && close(null));
})();
