"use strict";
// Everything is readable without this script: it filters, folds and follows links into folded parts.
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  // As people type it: `strasse` finds `Straße`, `muenchen` finds `München`, and `Cafe` finds `Café`.
  const LETTERS = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
  const fold = (text) => text.toLocaleLowerCase().normalize("NFC").replace(/[äöüß]/g, (letter) => LETTERS[letter])
    .normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, " ");

  // What can be found, with its text, read once.
  const applications = all("article.app").map((element) => {
    const head = fold(element.querySelector("header").textContent + " " +
      (element.querySelector("dl.facts")?.textContent ?? ""));
    return {
      element,
      slug: element.id.replace(/^app-/, ""),
      department: element.dataset.department,
      head,
      groups: all("[data-group]", element),
      items: all("[data-item]", element).map((item) => ({
        element: item,
        finding: "finding" in item.dataset,
        outcome: item.dataset.outcome,
        severity: item.dataset.severity,
        text: null,
        group: item.closest("[data-group]"),
      })),
    };
  });
  const lines = new Map(all("table.matrix tbody tr").map((row) => [row.dataset.app, row]));
  const tasks = all("tr[data-task]").map((element) => ({ element, text: fold(element.textContent) }));
  const total = applications.reduce((sum, app) => sum + app.items.filter((item) => item.finding).length, 0);

  const form = document.getElementById("filter");
  const count = document.getElementById("filter-count");
  const nothing = document.querySelector("p.nothing");

  const textOf = (item, app) => {
    if (item.text === null) {
      const title = item.group?.querySelector("h5")?.textContent ?? "";
      item.text = app.head + " " + fold(title + " " + item.element.textContent);
    }
    return item.text;
  };

  const apply = () => {
    const values = new FormData(form);
    const wanted = (name) => values.get(name) ?? "";
    const words = fold(wanted("text")).split(" ").filter(Boolean);
    const [department, outcome, severity] = ["department", "outcome", "severity"].map(wanted);
    const holds = (text) => words.every((word) => text.includes(word));
    let shown = 0;
    let findings = 0;
    for (const app of applications) {
      const here = !department || app.department === department;
      let some = false;
      for (const item of app.items) {
        const fits = here &&
          (!outcome || item.outcome === outcome) &&
          (!severity || item.severity === severity) &&
          (words.length === 0 || holds(textOf(item, app)));
        item.element.hidden = !fits;
        some ||= fits;
        if (fits && item.finding) findings += 1;
      }
      for (const group of app.groups) {
        group.hidden = !group.querySelector("[data-item]:not([hidden])");
      }
      const visible = here && (some || (!outcome && !severity && holds(app.head)));
      app.element.hidden = !visible;
      const line = lines.get(app.slug);
      if (line) line.hidden = !visible;
      if (visible) shown += 1;
    }
    for (const task of tasks) {
      const data = task.element.dataset;
      task.element.hidden = !((!department || data.department === department) &&
        (!outcome || data.outcome === outcome) &&
        (!severity || data.severity === severity) &&
        holds(task.text));
    }
    nothing.hidden = shown > 0;
    const numbers = { shown, applications: applications.length, findings, total };
    count.textContent = count.dataset.template.replace(/\[(\w+)\]/g, (_, name) => numbers[name]);
  };

  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 200);
  };
  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));

  // Folding.
  const folds = all("details.fold");
  const setAll = (open) => all("article.app > details.fold").forEach((details) => { details.open = open; });
  for (const button of all("button[data-fold]")) {
    button.addEventListener("click", () => setAll(button.dataset.fold === "open"));
  }

  // A link into a folded or filtered part shows it.
  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    if (target.closest("[hidden]")) {
      form.reset();
      apply();
    }
    for (let details = target.closest("details"); details; details = details.parentElement.closest("details")) {
      details.open = true;
    }
    if (target.matches("article.app")) target.querySelector("details").open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);

  // Paper cannot be unfolded.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    closed.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((details) => { details.open = false; }));

  document.querySelector("search.filter").hidden = false;
  document.querySelector("p.buttons").hidden = false;
  if (applications.length > 1) folds.forEach((details) => { details.open = false; });
  apply();
  reveal();
})();
