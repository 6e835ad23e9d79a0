PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE geschlecht (
    schluessel TEXT PRIMARY KEY,
    bezeichnung TEXT NOT NULL
);
INSERT INTO geschlecht VALUES('w','weiblich');
INSERT INTO geschlecht VALUES('m','männlich');
INSERT INTO geschlecht VALUES('d','divers');
INSERT INTO geschlecht VALUES('x','ohne Angabe');
CREATE TABLE ausweis (
    nummer TEXT PRIMARY KEY,
    nachname TEXT NOT NULL,
    vorname TEXT NOT NULL,
    geburtsdatum TEXT NOT NULL,
    geschlecht TEXT REFERENCES geschlecht(schluessel),
    gueltig_bis TEXT NOT NULL,
    benachrichtigung TEXT NOT NULL DEFAULT 'email' CHECK (benachrichtigung IN ('email','brief','keine'))
);
CREATE TABLE ausleihe (
    id INTEGER PRIMARY KEY,
    ausweis_nummer TEXT NOT NULL REFERENCES ausweis(nummer),
    medium TEXT NOT NULL,
    ausgeliehen_am TEXT NOT NULL,
    frist TEXT NOT NULL,
    verlaengert INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX ausleihe_frist ON ausleihe(frist);
COMMIT;
