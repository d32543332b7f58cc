// Comfort while one writes: every form works without this file.
(() => {
  "use strict";
  // form[data-preview="/path/"] shows what it would disclose in #preview while one types; the button does it without.
  const wait = new WeakMap();
  const show = async (form) => {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) }).catch(() => null);
    const place = document.getElementById(form.dataset.into || "preview");
    if (answer?.ok && place) place.innerHTML = await answer.text();
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-preview]");
    if (!form) return;
    clearTimeout(wait.get(form));
    wait.set(form, setTimeout(() => show(form), 250));
  });

  // form[data-draft] keeps what one types in this tab until it is published: a line that breaks loses nothing.
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const here = `draft:${location.pathname}`;
  const typed = [...form.elements].filter((one) => /^(text|textarea|date)$/.test(one.type) && one.name);
  const kept = JSON.parse(sessionStorage.getItem(here) || "{}");
  typed.forEach((one) => (one.value ||= kept[one.name] || ""));
  form.addEventListener("input", () =>
    sessionStorage.setItem(here, JSON.stringify(Object.fromEntries(typed.map((one) => [one.name, one.value])))));
  form.addEventListener("submit", (event) => !event.submitter?.name && sessionStorage.setItem("sent", here));
})();
