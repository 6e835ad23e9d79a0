CREATE TABLE antrag_konfiguration (
  id integer PRIMARY KEY,
  geschlecht_abfragen boolean NOT NULL DEFAULT false,
  geschlecht_erforderlich boolean,
  gender_visible_in_export boolean,
  collect_gender tinyint(1)
);
