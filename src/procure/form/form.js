const facts = ["vendor", "name", "version"].map(id => document.getElementById(id));

startForm({
  gaps: question => "knockout" in question.dataset && choice(question).value === question.form.dataset.met && !value(question, ".evidence")
    ? [{ at: question.querySelector(".evidence"), word: "evidence", name: titleOf(question) }]
    : [],
  head: ({ dataset: { bidder } }) => ({
    bidder,
    product: Object.fromEntries(facts.map(fact => [fact.id, fact.value.trim()])),
  }),
  record: question => ({
    question: question.dataset.id,
    answer: choice(question)?.value ?? "",
    explanation: value(question, ".text"),
    evidence: value(question, ".evidence"),
  }),
  keyOfQuestion: question => question.dataset.id,
  keyOfAnswer: answer => answer.question,
  restoreHead(saved) {
    for (const fact of facts) fact.value = saved.product?.[fact.id] ?? fact.value;
  },
  restore(question, answer) {
    put(question, ".text", answer.explanation);
    put(question, ".evidence", answer.evidence);
  },
});
