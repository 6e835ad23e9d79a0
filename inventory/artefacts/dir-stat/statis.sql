-- StatIS: Bevölkerungsbestand, Ladeschema
CREATE TABLE IF NOT EXISTS einwohnerbestand (
    stichtag TEXT NOT NULL,
    person_key TEXT NOT NULL,
    altersjahr INTEGER NOT NULL,
    geschlecht TEXT NOT NULL DEFAULT 'u' CHECK (geschlecht IN ('m', 'w', 'u')),
    stadtbezirk INTEGER NOT NULL,
    staatsangehoerigkeit TEXT,
    familienstand TEXT,
    PRIMARY KEY (stichtag, person_key)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS stadtbezirk (
    nummer INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    flaeche_ha REAL
);

CREATE VIEW IF NOT EXISTS v_altersaufbau AS
SELECT stichtag, stadtbezirk, altersjahr, COUNT(*) AS personen
FROM einwohnerbestand
GROUP BY stichtag, stadtbezirk, altersjahr;
