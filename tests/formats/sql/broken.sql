-- Whatever is broken costs its own statement, not the file.
CREATE TABLE vorher (geschlecht char(1) CHECK (geschlecht IN ('m', 'w')));
THIS IS NOT SQL 'at all' ( [ ;
CREATE TABLE offen (
    name varchar(10),
    geschlecht char(1) CHECK (geschlecht IN ('m', 'w'

CREATE TABLE zwischen (geschlecht boolean NOT NULL);
INSERT INTO zwischen VALUES ('nicht geschlossen);
CREATE TABLE danach (
    anrede varchar(4) DEFAULT 'Herr', -- eine Spalte
    geschlecht char(1) -- noch eine
);
CREATE TABLE letzte (geschlecht text /* nie geschlossen
