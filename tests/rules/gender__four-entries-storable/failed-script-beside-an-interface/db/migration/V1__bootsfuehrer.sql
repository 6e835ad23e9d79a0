-- Erfunden: Hafenamt. Die Schnittstelle kennt vier Einträge, die Tabelle zwei.
CREATE TABLE bootsfuehrer (
  id BIGINT PRIMARY KEY,
  geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
);
