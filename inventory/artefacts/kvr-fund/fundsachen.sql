-- Fundbüro: Verlustmeldungen und Fundsachen
PRAGMA foreign_keys = ON;

CREATE TABLE verlustmeldung (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    eingang         TEXT    NOT NULL DEFAULT (datetime('now')),
    vorname         TEXT    NOT NULL,
    nachname        TEXT    NOT NULL,
    anrede          TEXT    CHECK (anrede IN ('Frau', 'Herr', 'neutral')),
    email           TEXT,
    telefon         TEXT,
    gegenstand      TEXT    NOT NULL,
    verloren_am     TEXT,
    ort             TEXT,
    CHECK (email IS NOT NULL OR telefon IS NOT NULL)
);

CREATE TABLE fundsache (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    kategorie       TEXT    NOT NULL,
    beschreibung    TEXT,
    gefunden_am     TEXT    NOT NULL,
    lagerplatz      TEXT,
    status          TEXT    NOT NULL DEFAULT 'eingelagert'
                            CHECK (status IN ('eingelagert', 'abgeholt', 'versteigert', 'vernichtet')),
    meldung_id      INTEGER REFERENCES verlustmeldung (id)
);

CREATE INDEX ix_fundsache_status ON fundsache (status, gefunden_am);
