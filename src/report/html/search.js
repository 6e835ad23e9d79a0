"use strict";
// Finds applications by words, department, checklist and verdict, and by who does what when. Everything is readable
// without this script, on the pages of the departments.
(() => {
  const data = globalThis.fachcheck;
  if (!data) return;
  const [SLUG, NAME, ID, DEPARTMENT, FAILURES, DOUBTS, ADVICE, GAPS, VERDICTS, TASKS, WORDS, STANDING] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
  const PAGE = 25;
  const byId = (id) => document.getElementById(id);
  // As people type it: `strasse` finds `Straße`, `muenchen` finds `München`, and `Cafe` finds `Café`.
  const LETTERS = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
  const fold = (text) => text.toLocaleLowerCase().normalize("NFC").replace(/[äöüß]/g, (letter) => LETTERS[letter])
    .normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, " ");

  const departmentOf = (application) => data.departments[application[DEPARTMENT]] ?? ["", ""];
  const texts = data.applications.map((application) => fold(
    [application[NAME], application[ID], ...departmentOf(application), application[WORDS]].join(" ")));

  const form = byId("filter");
  const body = byId("results").querySelector("tbody");
  const count = byId("filter-count");
  const more = byId("more");
  const chips = new Map(Array.from(byId("verdicts").children).map((cell) => [cell.dataset.letter, cell.firstElementChild]));
  const standings = Array.from(byId("standings").children);

  const options = (id, words) => words.forEach((word, index) => byId(id).add(new Option(word, String(index))));
  options("filter-department", data.departments.map(([id, name]) => (id === name ? id : `${id} · ${name}`)));
  options("filter-checklist", data.checklists);
  options("filter-owner", data.owners);
  options("filter-slot", data.slots);

  let found = [];
  let shown = 0;

  const cell = (row, content, name) => {
    const made = row.insertCell();
    if (name) made.className = name;
    made.append(content);
  };

  const showMore = () => {
    const rows = document.createDocumentFragment();
    for (const application of found.slice(shown, shown + PAGE)) {
      const row = document.createElement("tr");
      const head = document.createElement("th");
      head.scope = "row";
      const link = document.createElement("a");
      link.href = `applications/${application[SLUG]}.html`;
      link.textContent = application[NAME];
      head.append(link);
      if (application[ID]) {
        const id = document.createElement("span");
        id.className = "id";
        id.textContent = application[ID];
        head.append(" ", id);
      }
      row.append(head);
      cell(row, departmentOf(application)[0]);
      cell(row, standings[application[STANDING]].cloneNode(true));
      for (const letter of application[VERDICTS]) cell(row, chips.get(letter).cloneNode(true));
      for (const number of [FAILURES, DOUBTS, ADVICE, GAPS]) cell(row, application[number], "number");
      rows.append(row);
    }
    body.append(rows);
    shown = Math.min(shown + PAGE, found.length);
    more.hidden = shown >= found.length;
    const numbers = { found: found.length, applications: data.applications.length, shown };
    count.textContent = count.dataset.template.replace(/\[(\w+)\]/g, (_, name) => numbers[name]);
  };

  const apply = () => {
    const values = new FormData(form);
    const wanted = (name) => values.get(name) ?? "";
    const words = fold(wanted("text")).split(" ").filter(Boolean);
    const number = (name) => (wanted(name) === "" ? null : Number(wanted(name)));
    const [department, checklist, owner, slot] = ["department", "checklist", "owner", "slot"].map(number);
    const verdict = wanted("verdict");
    const slots = data.slots.length;
    // Who and when are asked of the same task.
    const fits = (task) =>
      (owner === null || Math.floor(task / slots) === owner) && (slot === null || task % slots === slot);
    const judged = (letters) => {
      if (checklist === null) return !verdict || letters.includes(verdict);
      return verdict ? letters[checklist] === verdict : letters[checklist] !== "i";
    };
    found = data.applications.filter((application, index) =>
      (department === null || application[DEPARTMENT] === department) &&
      judged(application[VERDICTS]) &&
      ((owner === null && slot === null) || application[TASKS].some(fits)) &&
      words.every((word) => texts[index].includes(word)));
    body.replaceChildren();
    shown = 0;
    byId("results").hidden = found.length === 0;
    showMore();
  };

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  more.addEventListener("click", () => {
    const first = shown;
    showMore();
    // The button may be gone; the first new line is where reading goes on.
    body.rows[first]?.querySelector("a").focus();
  });
  // A reader who comes back finds the form as it was left.
  addEventListener("pageshow", apply);

  for (const element of document.querySelectorAll("#search, .needs-script")) element.hidden = false;
  apply();
})();
