"use strict";
(() => {
  const form = document.getElementById("form");
  const words = document.getElementById("words").dataset;
  const progress = document.getElementById("progress");
  const mistakes = document.getElementById("mistakes");
  const questions = [...form.querySelectorAll("fieldset")];
  let unsaved = false;

  for (const part of document.querySelectorAll(".tools")) part.hidden = false;
  document.querySelector(".without-script").hidden = true;

  const value = (question, selector) => question.querySelector(selector).value.trim();
  const choice = question => question.querySelector("input[type=radio]:checked");
  const role = question => question.closest("section").querySelector(".role");
  const fill = (template, values) => template.replace(/\[(\w+)\]/g, (all, name) => values[name] ?? all);

  function count() {
    const done = questions.filter(choice).length;
    progress.textContent = fill(progress.dataset.template, { done, all: questions.length });
  }

  // An unfinished form can be saved; what nobody could take back as it is, cannot.
  function check() {
    const found = [];
    for (const question of questions) {
      const title = question.querySelector("legend").textContent;
      if (choice(question)) {
        const who = role(question);
        if (!who.value.trim() && !found.some(one => one.at === who))
          found.push({ at: who, text: fill(words.role, { name: question.closest("section").dataset.application }) });
      } else if (value(question, ".text") || value(question, ".evidence")) {
        found.push({ at: question.querySelector("input[type=radio]"), text: fill(words.answer, { name: title }) });
      }
    }
    const list = mistakes.querySelector("ul");
    list.replaceChildren(...found.map(({ at, text }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = "#";
      link.textContent = text;
      link.addEventListener("click", event => { event.preventDefault(); at.focus(); });
      item.append(link);
      return item;
    }));
    mistakes.hidden = found.length === 0;
    return found.length === 0;
  }

  function today() {
    const now = new Date();
    const two = number => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  function collect() {
    const { schema, version, recipient, report } = form.dataset;
    const date = today();
    const given = questions.filter(question => choice(question) || value(question, ".text") || value(question, ".evidence"));
    const answers = given.map(question => ({
      application: question.closest("section").dataset.application,
      id: question.dataset.id,
      answer: choice(question)?.value ?? "",
      text: value(question, ".text"),
      evidence: value(question, ".evidence"),
      role: role(question).value.trim(),
      date,
    }));
    return { schema, version, recipient, report, answers };
  }

  function save(event) {
    event.preventDefault();
    if (!check()) {
      mistakes.focus();
      return;
    }
    const file = new Blob([JSON.stringify(collect(), null, 2) + "\n"], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = form.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    unsaved = false;
    document.getElementById("saved").textContent = fill(words.saved, { file: form.dataset.file });
  }

  async function resume(event) {
    const status = document.getElementById("resumed");
    let saved;
    try {
      saved = JSON.parse(await event.target.files[0].text());
    } catch {
      saved = null;
    }
    if (saved?.schema !== form.dataset.schema || !Array.isArray(saved.answers)) {
      status.textContent = words.foreign;
      return;
    }
    const key = (application, id) => `${application} ${id}`;
    const asked = new Map(questions.map(question =>
      [key(question.closest("section").dataset.application, question.dataset.id), question]));
    let taken = 0;
    for (const answer of saved.answers) {
      const question = asked.get(key(answer.application, answer.id));
      if (!question) continue;
      taken += 1;
      for (const radio of question.querySelectorAll("input[type=radio]")) radio.checked = radio.value === answer.answer;
      question.querySelector(".text").value = answer.text ?? "";
      question.querySelector(".evidence").value = answer.evidence ?? "";
      if (answer.role) role(question).value = answer.role;
    }
    const left = saved.answers.length - taken;
    status.textContent = fill(words.resumed, { taken }) + (left ? " " + fill(words.left, { left }) : "");
    count();
  }

  form.addEventListener("submit", save);
  form.addEventListener("input", () => { unsaved = true; count(); });
  document.getElementById("resume").addEventListener("change", resume);
  addEventListener("beforeunload", event => { if (unsaved) event.preventDefault(); });
  count();
})();
