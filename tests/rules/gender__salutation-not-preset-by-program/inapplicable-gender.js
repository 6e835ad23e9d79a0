export const emptyPerson = { vorname: "", nachname: "", geschlecht: "m" };
