CREATE TABLE gast (
    vorname VARCHAR(80),
    nachname VARCHAR(80),
    name_prefix VARCHAR(20)
);
CREATE TABLE begleitung (
    vorname VARCHAR(80),
    nachname VARCHAR(80),
    prefix VARCHAR(20)
);
