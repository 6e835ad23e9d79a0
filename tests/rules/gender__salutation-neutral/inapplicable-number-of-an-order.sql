CREATE TABLE position (
  anr INTEGER PRIMARY KEY,
  menge INTEGER
);
