// Figures that move without a reload. <span data-live="desk:travel" data-live-field="open" data-live-number="3">
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
      if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
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
