CREATE TABLE geschlecht (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
INSERT INTO geschlecht VALUES (1, 'männlich'), (2, 'weiblich');
CREATE TABLE [Person] (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    familienname TEXT, -- wie im Ausweis
    geschlecht INTEGER REFERENCES geschlecht(id),
    anrede TEXT CHECK (anrede IN ('Herr', 'Frau'))
);
INSERT INTO Person (familienname, geschlecht) VALUES ('Muster-Geheim', 1);
CREATE VIEW alle AS SELECT * FROM Person;
CREATE TRIGGER nie AFTER INSERT ON Person BEGIN DELETE FROM geschlecht; END;
