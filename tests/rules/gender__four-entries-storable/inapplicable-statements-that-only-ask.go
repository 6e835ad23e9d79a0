package leser

const byName = `SELECT nachname, geschlecht FROM leser WHERE nachname = $1`
const message = "Create table of all readers (with geschlecht)"
