export const emptyContact = { vorname: "", nachname: "", anrede: "Herr", telefon: "" };
