namespace java de.stadt.meldewesen

enum Geschlecht {
  MAENNLICH = 1,
  WEIBLICH = 2,
  DIVERS = 3,
  OHNE_ANGABE = 4,
}

struct Person {
  1: required string vorname,
  2: required string nachname,
  3: optional Geschlecht geschlecht,
}
