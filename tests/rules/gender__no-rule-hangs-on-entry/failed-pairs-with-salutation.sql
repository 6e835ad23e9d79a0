CREATE TABLE person (geschlecht CHAR(1), anrede VARCHAR(10),
    CHECK ((anrede = 'Herr' AND geschlecht = 'm') OR (anrede = 'Frau' AND geschlecht = 'w')));
