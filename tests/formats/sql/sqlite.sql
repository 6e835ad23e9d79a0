PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE [hund halter] (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  geschlecht TEXT NOT NULL CHECK (geschlecht IN ('m', 'w', 'd', 'ohne Angabe')) DEFAULT 'm', -- der Halterin, des Halters
  ohne_typ,
  "art" TEXT CHECK (art GLOB '[ab]'),
  rasse_id INTEGER REFERENCES rasse(id),
  'apostroph' text,
  index_wert real
) STRICT;
CREATE TABLE rasse (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO rasse (name) VALUES ('Dackel');
INSERT INTO rasse (name) VALUES ('Pudel');
CREATE TRIGGER nachher AFTER INSERT ON rasse WHEN NEW.name = 'x' BEGIN
  UPDATE rasse SET name = CASE WHEN name IS NULL THEN 'y' ELSE name END;
  INSERT INTO rasse (name) VALUES ('nie');
END;
CREATE TABLE neu AS SELECT * FROM rasse;
CREATE UNIQUE INDEX u_rasse ON rasse (name COLLATE NOCASE, lower(name));
CREATE TABLE person (id INTEGER, geschlecht TEXT CHECK (geschlecht IN ('m', 'w')));
CREATE TABLE temp_person (id INTEGER, geschlecht TEXT CHECK (geschlecht IN ('m', 'w', 'd', 'x')));
INSERT INTO temp_person SELECT * FROM person;
DROP TABLE person;
ALTER TABLE temp_person RENAME TO person;
COMMIT;
