CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  geschlecht VARCHAR(11) DEFAULT 'unbekannt' CHECK (geschlecht IN ('männlich', 'weiblich', 'divers', 'ohne Angabe', 'unbekannt'))
);
