CREATE TABLE kursteilnehmende (
    nr         INTEGER PRIMARY KEY,
    nachname   VARCHAR(60),
    geschlecht kennbuchstabe
);
