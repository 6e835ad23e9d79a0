CREATE TABLE person (
    id bigint PRIMARY KEY,
    nachname varchar(100) NOT NULL,
    geschlecht char(1) NOT NULL DEFAULT 'm' CHECK (geschlecht IN ('m', 'w'))
);
