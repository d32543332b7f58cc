// Figures that move without a reload, then the desk's comforts: one file, so that a page asks less often.
//
// Figures: <span data-live="desk:travel" data-live-field="open" data-live-number="3">
// listens to one channel; [data-live-sum] shows the sum; [data-live-refresh=URL] is fetched anew. Comfort only.
(() => {
  "use strict";
  const sources = [...document.querySelectorAll("[data-live]")];
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  let waiting = null;

  const show = () => {
    const sum = sources.reduce((total, source) => total + Number(source.dataset.liveNumber || 0), 0);
    document.querySelectorAll("[data-live-sum]").forEach((place) => (place.textContent = sum));
  };
  const refresh = () =>
    document.querySelectorAll("[data-live-refresh]").forEach(async (place) => {
      const answer = await fetch(place.dataset.liveRefresh, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const text = await answer.text();
      if (place.innerHTML !== text) place.innerHTML = text;
    });
  const hear = (source, news) => {
    source.dataset.liveNumber = news[source.dataset.liveField];
    show();
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 300);
  };
  const listen = (source, pause = 1000) => {
    const socket = new WebSocket(`${scheme}//${location.host}/live/${source.dataset.live}`);
    socket.onmessage = (event) => hear(source, JSON.parse(event.data));
    socket.onopen = () => (pause = 1000);
    socket.onclose = (event) => {
      if (event.code !== 4403) setTimeout(() => listen(source, Math.min(pause * 2, 60000)), pause);
    };
  };
  sources.forEach((source) => listen(source));
})();

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

  // Single keys: on or off for this person, on every machine.
  const keys = document.querySelector("input[data-keys]");
  const remember = () => (document.documentElement.dataset.keys = keys.checked ? "on" : "off");
  if (keys) {
    remember();
    keys.addEventListener("change", () => {
      remember();
      const body = new FormData(document.getElementById("take"));
      body.set("on", keys.checked ? "1" : "0");
      fetch(keys.dataset.keys, { method: "POST", body, credentials: "same-origin" });
    });
  }

  // Ctrl-K: every control of the page by its name.
  const palette = document.getElementById("palette");
  if (!palette) return;
  const [wanted, list] = [palette.querySelector("input"), palette.querySelector("[role=group]")];
  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const nameOf = (control) => (control.closest("label") || control).innerText.replace(/\s+/g, " ").trim();
  const offer = () => {
    const sought = plain(wanted.value);
    const every = [".decide [data-key]", ".q-saved a", ".masthead a"].flatMap((where) => [...document.querySelectorAll(where)]);
    const found = every.filter(
      (control) => !control.matches("textarea") && plain(nameOf(control) || control.textContent).includes(sought),
    );
    list.replaceChildren(
      ...found.slice(0, 12).map((control) => {
        const line = Object.assign(document.createElement("button"), { type: "button", className: "link" });
        line.textContent = nameOf(control) || control.textContent;
        line.addEventListener("click", () => {
          palette.close();
          control.click();
        });
        return line;
      }),
    );
  };
  wanted.addEventListener("input", offer);
  palette.addEventListener("keydown", (event) => {
    const lines = [...list.children];
    const at = lines.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && at < 0 && lines.length) lines[0].click();
    else if (step) (lines[at + step] || wanted).focus();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    wanted.value = "";
    offer();
    palette.showModal();
  });
})();

(() => {
  "use strict";
  // data-key="a" presses that control when the person is not typing (the desk).
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.documentElement.dataset.keys === "off") return;
    if (event.target.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select")) return;
    const control = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (control) {
      event.preventDefault();
      control.matches("textarea") ? control.focus() : control.click();
    }
  });
})();
