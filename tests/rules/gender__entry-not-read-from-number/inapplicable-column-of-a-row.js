const gender = row[3] == "1" ? "M" : "W";
const seite = hausnummer % 2 ? "links" : "rechts";
