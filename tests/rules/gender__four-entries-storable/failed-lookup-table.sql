CREATE TABLE geschlecht (
  code CHAR(1) PRIMARY KEY,
  bezeichnung VARCHAR(20)
);
INSERT INTO geschlecht VALUES ('m', 'männlich'), ('w', 'weiblich');
CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  geschlecht CHAR(1) REFERENCES geschlecht (code)
);
