export const emptyLetter = { subject: "", salutation: "Dear colleagues", body: "" };
