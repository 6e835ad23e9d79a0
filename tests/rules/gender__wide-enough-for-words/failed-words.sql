CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  geschlecht VARCHAR(8) CHECK (geschlecht IN ('männlich', 'weiblich', 'divers'))
);
