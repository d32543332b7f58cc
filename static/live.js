// Figures that move without a reload, then the desk's comforts: one file, so that a page asks less often.
//
// Figures: <span data-live="desk:travel" data-live-field="open" data-live-number="3">
// listens to one channel; [data-live-sum] shows the sum; [data-live-refresh=URL] is fetched anew; [data-says="a.value"]
// takes the words that the news has under that name, in the language of the page. Comfort only.
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
      const from = place.dataset.liveRefresh;
      const answer = await fetch(from, { credentials: "same-origin" });
      if (answer.status !== 200 || answer.redirected) return;
      const text = await answer.text();
      if (place.dataset.liveRefresh === from && place.innerHTML !== text) place.innerHTML = text;
    });
  const say = (words) =>
    document.querySelectorAll("[data-says]").forEach((place) => {
      const said = words?.[place.dataset.says];
      if (said !== undefined && place.textContent !== said) place.textContent = said;
    });
  const hear = (source, news) => {
    say(news[document.documentElement.lang]);
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
  document.addEventListener("desk:refused", refresh);
})();

// The desk's comforts: seconds left to undo, a lease renewed while one works, single keys, and the next item beforehand.
(() => {
  "use strict";
  const find = (where, within = document) => within.querySelector(where);
  const root = document.documentElement;

  const count = (undo) => {
    const end = Date.now() + undo.dataset.undo * 1000;
    const left = find("[data-undo-left]", undo);
    const clock = setInterval(() => {
      const seconds = Math.ceil((end - Date.now()) / 1000);
      left.textContent = left.textContent.replace(/\d+/, Math.max(0, seconds));
      if (seconds > 0 && undo.isConnected) return;
      clearInterval(clock);
      undo.remove();
    }, 250);
  };
  if (find("[data-undo]")) count(find("[data-undo]"));

  let [renewed, active] = [Date.now(), Date.now()];
  const renew = () => {
    active = Date.now();
    const lease = find("[data-lease]");
    if (!lease || active - renewed < 60000) return;
    renewed = active;
    window.htmx?.trigger(lease, "renew");
  };
  ["keydown", "pointerdown", "wheel"].forEach((type) => document.addEventListener(type, renew, { passive: true }));

  // Single keys: on or off for this person, on every machine.
  const keys = () => find("input[data-keys]");
  if (keys()) root.dataset.keys = keys().checked ? "on" : "off";
  document.addEventListener("change", (event) => {
    if (event.target !== keys()) return;
    root.dataset.keys = keys().checked ? "on" : "off";
    const body = new FormData(find("#take"));
    body.set("on", keys().checked ? "1" : "0");
    fetch(keys().dataset.keys, { method: "POST", body, credentials: "same-origin" });
  });

  // Words that one leaves with their item stay in this tab until they are sent; what was meant for the desk alone never
  // comes back in a field that is public.
  const wordsOf = (words) => `desk:${find("#item")?.dataset.item ?? location.pathname}:${words.placeholder}`;
  const bring = () => {
    const words = find(".decide textarea");
    if (words) words.value ||= sessionStorage.getItem(wordsOf(words)) || "";
  };
  document.addEventListener("input", ({ target }) => {
    if (target.matches(".decide textarea")) sessionStorage.setItem(wordsOf(target), target.value);
  });
  document.addEventListener("submit", ({ target }) => {
    const words = find("textarea", target);
    if (words?.matches(".decide textarea")) sessionStorage.removeItem(wordsOf(words));
  });
  bring();

  // The next item is fetched while this one is read, and shown while the decision about this one is on its way. What
  // the server refuses comes back in front, with the reason and all that was typed.
  const queue = find("[data-ahead]");
  const OLD = 60000; // what was fetched longer ago is fetched anew
  const ready = []; // items to show next, each as its parts of the page
  const pending = new Set(); // decisions on their way
  const site = document.title.split(" · ").pop();
  let [coming, sent, taking, deaf, here] = [null, 0, 0, 0, location.pathname];
  let [pressed, decided] = ["", { key: "", at: 0 }];
  const PARTS = ["#item", ".bench__who", ".decide"];
  const partsOf = (page) => {
    const parts = PARTS.map((where) => find(where, page));
    return parts.every(Boolean) ? parts : null;
  };
  const nameOfItem = (parts) => parts[0].dataset.item;

  const read = (text) => {
    const parts = partsOf(new DOMParser().parseFromString(text, "text/html"));
    if (parts) find("[data-lease]", parts[2])?.setAttribute("hx-trigger", "renew"); // taken when it is shown, not before
    return parts;
  };

  const look = () => {
    const shown = partsOf(document);
    if (!queue || coming || ready.length || !shown || !find("[data-decides]")) return;
    const besides = [nameOfItem(shown), ...pending].slice(0, 3);
    coming = fetch(queue.dataset.ahead, { headers: { "X-Ahead": besides.join() }, credentials: "same-origin" })
      .then(async (answer) => (answer.status === 200 && !answer.redirected ? read(await answer.text()) : null))
      .catch(() => null)
      .then((parts) => {
        coming = null;
        if (parts && !besides.includes(nameOfItem(parts))) ready.push({ parts, at: Date.now() });
      });
  };

  // The line of the queue, the address, the other languages and the name of the page follow the item.
  const follow = (item, before) => {
    document.title = `${item.dataset.title} · ${site}`;
    history.pushState(null, "", item.dataset.address);
    here = location.pathname;
    find(".masthead .wide-only").textContent = item.dataset.place;
    document.querySelectorAll("[hreflang]").forEach((other) => (other.href = other.href.replace(before, item.dataset.item)));
    const list = find("[data-live-refresh]", queue);
    list.dataset.liveRefresh = list.dataset.liveRefresh.replace(/current=[^&]*/, `current=${item.dataset.item}`);
    const lines = [...queue.querySelectorAll("[data-line]")];
    lines.forEach((line) => line.removeAttribute("aria-current"));
    const at = lines.findIndex((line) => line.dataset.line === item.dataset.item);
    lines[at]?.setAttribute("aria-current", "true");
    const steps = { before: lines[at - 1], after: at < 0 ? lines[0] : lines[at + 1] };
    document.querySelectorAll("[data-step]").forEach((step) => {
      if (steps[step.dataset.step]) step.href = steps[step.dataset.step].href;
      else step.remove();
    });
  };

  const show = (parts) => {
    const before = partsOf(document);
    if (before[0] !== parts[0]) before.forEach((part, n) => part.replaceWith(parts[n]));
    follow(parts[0], nameOfItem(before));
    if (keys()) keys().checked = root.dataset.keys === "on";
    bring();
    parts.forEach((part) => window.htmx?.process(part));
    parts[0].focus({ preventScroll: true });
    scrollTo(0, 0);
    clearTimeout(taking);
    taking = setTimeout(() => find("[data-lease]") && window.htmx?.trigger(find("[data-lease]"), "renew"), 500);
    return before;
  };

  const next = () => {
    while (ready.length && !ready[0].returned && Date.now() - ready[0].at > OLD) ready.shift();
    return ready.shift();
  };

  const refused = (mine, answered) => {
    const meanwhile = show(answered || mine);
    delete find("#decision")?.dataset.sent;
    if (meanwhile[0] !== mine[0]) ready.unshift({ parts: meanwhile, returned: true });
    deaf = performance.now() + 700; // a key meant for the other item
    if (!answered && !find(".unsent")) find("#item").prepend(find("#unsent").content.cloneNode(true));
    find("#item [role=alert]")?.scrollIntoView({ block: "nearest" });
    document.dispatchEvent(new Event("desk:refused"));
  };

  const answerTo = async (form, body) => {
    try {
      const headers = { "X-Ahead": "1" };
      const signal = AbortSignal.timeout(15000);
      const answer = await fetch(form, { method: "POST", body, headers, signal, keepalive: true, credentials: "same-origin" });
      if (answer.ok && answer.headers.get("Content-Type").startsWith("application/json")) return await answer.json();
      return { parts: read(await answer.text()) };
    } catch {
      return {};
    }
  };

  const decide = async (form, button) => {
    const body = new URLSearchParams(new FormData(form));
    body.append(button.name, button.value);
    const [mine, turn] = [partsOf(document), ++sent];
    const name = nameOfItem(mine);
    const answering = answerTo(form.action, body);
    pending.add(name);
    find(".unsent")?.remove();
    find(".undo")?.remove();
    decided = { key: pressed, at: performance.now() };
    if (!ready.length) await coming;
    const following = next();
    if (following) {
      show(following.parts);
      find(`[data-line="${name}"]`, queue)?.remove();
      requestAnimationFrame(() => setTimeout(look));
    }
    const answer = await answering;
    pending.delete(name);
    if (answer.undo === undefined) return refused(mine, answer.parts);
    if (!following) return location.assign(queue.dataset.ahead);
    if (turn !== sent || !answer.undo) return;
    find(".decide").insertAdjacentHTML("afterbegin", answer.undo);
    count(find("[data-undo]"));
  };

  document.addEventListener("submit", (event) => {
    const [form, button] = [event.target, event.submitter];
    if (!queue || event.defaultPrevented || !form.matches("[data-decides]")) return;
    if (button?.name !== "outcome" || button.hasAttribute("formaction") || !(coming || ready.length)) return;
    event.preventDefault();
    decide(form, button);
  });
  addEventListener("beforeunload", (event) => pending.size && event.preventDefault());
  addEventListener("popstate", () => location.pathname !== here && location.reload());
  const idle = window.requestIdleCallback || setTimeout;
  addEventListener("load", () => idle(look));
  setInterval(() => {
    if (document.hidden || Date.now() - active > 5 * OLD || !ready.length || ready[0].returned) return;
    if (Date.now() - ready[0].at > OLD - 15000) ready.shift(), look();
  }, 15000);

  // Ctrl-K: every control of the page by its name.
  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const nameOf = (control) => (control.closest("label") || control).innerText.replace(/\s+/g, " ").trim();
  const offer = (palette) => {
    const sought = plain(find("input", palette).value);
    const every = [".decide [data-key]", ".q-saved a", ".masthead a"].flatMap((where) => [...document.querySelectorAll(where)]);
    const found = every.filter(
      (control) => !control.matches("textarea") && plain(nameOf(control) || control.textContent).includes(sought),
    );
    find("[role=group]", palette).replaceChildren(
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
  document.addEventListener("input", (event) => event.target.closest("#palette") && offer(find("#palette")));
  const walk = (event, palette) => {
    const lines = [...find("[role=group]", palette).children];
    const at = lines.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && at < 0 && lines.length) lines[0].click();
    else if (step) (lines[at + step] || find("input", palette)).focus();
    else return;
    event.preventDefault();
  };

  // data-key="a" presses that control when the person is not typing. A key held down, or that bounces, decides once.
  // Escape leaves the field for words, so that the next key decides again.
  const press = (event) => {
    if (event.key === "Escape" && event.target.matches?.("textarea[data-key]")) return event.target.blur();
    if (event.target.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select")) return;
    pressed = event.key.toLowerCase();
    const again = pressed === decided.key && event.timeStamp - decided.at < 400;
    if (pressed !== decided.key) decided = { key: "", at: 0 };
    const control = find(`[data-key="${CSS.escape(pressed)}"]`);
    if (!control) return;
    event.preventDefault();
    if (again || event.repeat || event.timeStamp < deaf) return;
    control.matches("textarea") ? control.focus() : control.click();
  };
  document.addEventListener("keydown", (event) => {
    const palette = find("#palette");
    if (palette?.contains(event.target)) return walk(event, palette);
    if (palette && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      find("input", palette).value = "";
      offer(palette);
      return palette.showModal();
    }
    if (!event.ctrlKey && !event.metaKey && !event.altKey && root.dataset.keys !== "off") press(event);
  });
})();
