CREATE TABLE lehrkraft (
    nr INTEGER PRIMARY KEY,
    nachname VARCHAR(60) NOT NULL,
    vorname VARCHAR(60) NOT NULL,
    kennung CHAR(1) CHECK (kennung IN ('M', 'W')),
    fach VARCHAR(20)
);
