"use strict";
(() => {
  const form = document.getElementById("form");
  const words = document.getElementById("words").dataset;
  const progress = document.getElementById("progress");
  const notes = document.getElementById("notes");
  const questions = [...form.querySelectorAll("fieldset")];
  const facts = ["vendor", "name", "version"].map(id => document.getElementById(id));
  let unsaved = false;

  for (const part of document.querySelectorAll(".tools")) part.hidden = false;
  document.querySelector(".without-script").hidden = true;

  const value = (question, selector) => question.querySelector(selector).value.trim();
  const choice = question => question.querySelector("input[type=radio]:checked");
  const fill = (template, values) => template.replace(/\[(\w+)\]/g, (all, name) => values[name] ?? all);
  const filled = question => choice(question) || value(question, ".text") || value(question, ".evidence");

  function count() {
    const done = questions.filter(choice).length;
    progress.textContent = fill(progress.dataset.template, { done, all: questions.length });
  }

  // What is unfinished is told and saved all the same: nothing that was typed may be lost.
  function tell() {
    const found = questions.filter(question => !choice(question) && filled(question))
      .map(question => ({ at: question.querySelector("input[type=radio]"),
        text: fill(words.answer, { name: question.querySelector("legend").textContent }) }));
    notes.querySelector("ul").replaceChildren(...found.map(({ at, text }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = "#";
      link.textContent = text;
      link.addEventListener("click", event => { event.preventDefault(); at.focus(); });
      item.append(link);
      return item;
    }));
    notes.hidden = found.length === 0;
  }

  function collect() {
    const { schema, version, bidder } = form.dataset;
    const product = Object.fromEntries(facts.map(fact => [fact.id, fact.value.trim()]));
    const answers = questions.filter(filled).map(question => ({
      question: question.dataset.id,
      answer: choice(question)?.value ?? "",
      explanation: value(question, ".text"),
      evidence: value(question, ".evidence"),
    }));
    return { schema, version, bidder, product, answers };
  }

  function save(event) {
    event.preventDefault();
    tell();
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
    for (const fact of facts) fact.value = saved.product?.[fact.id] ?? fact.value;
    const asked = new Map(questions.map(question => [question.dataset.id, question]));
    let taken = 0;
    for (const answer of saved.answers) {
      const question = asked.get(answer.question);
      if (!question) continue;
      taken += 1;
      for (const radio of question.querySelectorAll("input[type=radio]")) radio.checked = radio.value === answer.answer;
      question.querySelector(".text").value = answer.explanation ?? "";
      question.querySelector(".evidence").value = answer.evidence ?? "";
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
