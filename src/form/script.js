"use strict";
// What all forms do. `asked` tells what one of them saves; the room that asks calls this once.
function startForm(asked) {
  const form = document.getElementById("form");
  const words = document.getElementById("words").dataset;
  const progress = document.getElementById("progress");
  const missing = document.getElementById("missing");
  const next = document.getElementById("next");
  const openOnly = document.getElementById("open-only");
  const questions = [...form.querySelectorAll("fieldset")];
  let unsaved = false;

  for (const part of document.querySelectorAll(".tools")) part.hidden = false;
  document.querySelector(".without-script").hidden = true;

  const say = (word, values) => words[word].replace(/\[(\w+)\]/g, (all, name) => values[name] ?? all);

  function count() {
    const done = questions.filter(choice).length;
    progress.textContent = say("progress", { done, all: questions.length });
    next.hidden = done === questions.length;
  }

  // What is answered leaves only when people ask for it: a reason is typed after the choice.
  function show() {
    for (const question of questions) question.hidden = openOnly.checked && Boolean(choice(question));
    for (const section of form.querySelectorAll("section")) {
      const own = [...section.querySelectorAll("fieldset")];
      section.hidden = own.length > 0 && own.every(question => question.hidden);
    }
  }

  // What is unfinished, each place once.
  function gaps() {
    const found = [];
    for (const question of questions.filter(filled)) {
      const own = choice(question)
        ? asked.gaps(question)
        : [{ at: question.querySelector("input[type=radio]"), word: "answer", name: titleOf(question) }];
      for (const gap of own) if (!found.some(one => one.at === gap.at)) found.push(gap);
    }
    return found;
  }

  function tell(found) {
    missing.querySelector("ul").replaceChildren(...found.map(({ at, word, name }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = "#";
      link.textContent = say(word, { name });
      link.addEventListener("click", event => { event.preventDefault(); at.focus(); });
      item.append(link);
      return item;
    }));
    missing.hidden = found.length === 0;
  }

  // What is unfinished is told and saved all the same: nothing that was typed may be lost.
  function save(event) {
    event.preventDefault();
    const found = gaps();
    // What is told can be reached.
    openOnly.checked = false;
    show();
    tell(found);
    const { schema, version } = form.dataset;
    const content = { schema, version, ...asked.head(form), answers: questions.filter(filled).map(asked.record) };
    const file = new Blob([JSON.stringify(content, null, 2) + "\n"], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = form.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    unsaved = false;
    const word = found.length > 0 ? "unfinished" : "saved";
    document.getElementById("saved").textContent = say(word, { file: form.dataset.file, count: found.length });
    if (found.length > 0) missing.focus();
  }

  async function resume(event) {
    const [chosen] = event.target.files;
    if (!chosen) return;
    const status = document.getElementById("resumed");
    let saved;
    try {
      saved = JSON.parse(await chosen.text());
    } catch {
      saved = null;
    }
    const answers = saved?.schema === form.dataset.schema && Array.isArray(saved.answers)
      ? saved.answers.filter(answer => answer && typeof answer === "object")
      : null;
    if (!answers) {
      status.textContent = words.foreign;
      return;
    }
    asked.restoreHead(saved);
    const byKey = new Map(questions.map(question => [asked.keyOfQuestion(question), question]));
    let taken = 0;
    for (const answer of answers) {
      const question = byKey.get(asked.keyOfAnswer(answer));
      if (!question) continue;
      taken += 1;
      for (const radio of question.querySelectorAll("input[type=radio]")) radio.checked = radio.value === answer.answer;
      asked.restore(question, answer);
    }
    show();
    const left = answers.length - taken;
    status.textContent = say("resumed", { taken }) + (left ? " " + say("left", { left }) : "");
    count();
  }

  form.addEventListener("submit", save);
  form.addEventListener("input", event => {
    if (event.target.type !== "file" && event.target !== openOnly) unsaved = true;
    count();
  });
  next.addEventListener("click", () => questions.find(question => !choice(question))?.querySelector("input[type=radio]").focus());
  openOnly.addEventListener("change", show);
  document.getElementById("resume").addEventListener("change", resume);
  addEventListener("beforeunload", event => { if (unsaved) event.preventDefault(); });
  count();
}

const value = (question, selector) => question.querySelector(selector).value.trim();
const choice = question => question.querySelector("input[type=radio]:checked");
const filled = question => Boolean(choice(question) || value(question, ".text") || value(question, ".evidence"));
const titleOf = question => question.querySelector("legend").textContent;
const put = (question, selector, text) => { question.querySelector(selector).value = text ?? ""; };

