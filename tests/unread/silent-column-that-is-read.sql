CREATE TABLE person (geschlecht CHAR(1));
