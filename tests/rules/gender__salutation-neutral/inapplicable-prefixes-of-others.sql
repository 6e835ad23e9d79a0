CREATE TABLE kunde (
    vorname VARCHAR(80),
    nachname VARCHAR(80),
    telefon_prefix VARCHAR(6),
    ibanPrefix VARCHAR(4)
);
