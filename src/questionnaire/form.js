const part = question => question.closest("section");
const role = question => part(question).querySelector(".role");

startForm({
  gaps: question => [
    ...(role(question).value.trim()
      ? []
      : [{ at: role(question), word: "role", name: part(question).dataset.application }]),
    // Without either, nobody could later tell why the question was closed, and the answer is not taken.
    ...(choice(question).value === "met" && !value(question, ".text") && !value(question, ".evidence")
      ? [{ at: question.querySelector(".text"), word: "reason", name: titleOf(question) }]
      : []),
  ],
  head: ({ dataset: { recipient, report } }) => ({ recipient, report }),
  record: question => ({
    application: part(question).dataset.application,
    id: question.dataset.id,
    answer: choice(question)?.value ?? "",
    text: value(question, ".text"),
    evidence: value(question, ".evidence"),
    role: role(question).value.trim(),
    date: today(),
  }),
  keyOfQuestion: question => `${part(question).dataset.application} ${question.dataset.id}`,
  keyOfAnswer: answer => `${answer.application} ${answer.id}`,
  restoreHead: () => {},
  restore(question, answer) {
    put(question, ".text", answer.text);
    put(question, ".evidence", answer.evidence);
    if (answer.role) role(question).value = answer.role;
  },
});

function today() {
  const now = new Date();
  const two = number => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
