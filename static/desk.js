// The desk's comforts: the seconds left to undo, a lease renewed while one works, single keys that can be switched off.
(() => {
  "use strict";
  const undo = document.querySelector("[data-undo]");
  if (undo) {
    const end = Date.now() + undo.dataset.undo * 1000;
    const left = undo.querySelector("[data-undo-left]");
    const clock = setInterval(() => {
      const seconds = Math.ceil((end - Date.now()) / 1000);
      left.textContent = left.textContent.replace(/\d+/, Math.max(0, seconds));
      if (seconds <= 0) {
        clearInterval(clock);
        undo.remove();
      }
    }, 250);
  }

  const lease = document.querySelector("[data-lease]");
  let renewed = Date.now();
  const renew = () => {
    if (!lease || Date.now() - renewed < 60000) return;
    renewed = Date.now();
    window.htmx?.trigger(lease, "renew");
  };
  ["keydown", "pointerdown", "wheel"].forEach((type) => document.addEventListener(type, renew, { passive: true }));

  const keys = document.querySelector("input[data-keys]");
  const remember = () => (document.documentElement.dataset.keys = keys.checked ? "on" : "off");
  if (keys) {
    keys.checked = localStorage.getItem("desk.keys") !== "off";
    remember();
    keys.addEventListener("change", () => {
      localStorage.setItem("desk.keys", keys.checked ? "on" : "off");
      remember();
    });
  }
})();
