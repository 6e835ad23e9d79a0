CREATE TABLE osoba (
    id INTEGER PRIMARY KEY,
    prijmeni VARCHAR(40),
    pohlavi VARCHAR(5) CHECK (pohlavi IN ('muž', 'žena'))
);
