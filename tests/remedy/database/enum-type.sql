CREATE TYPE geschlecht AS ENUM ('m', 'w', 'd');
CREATE TABLE person (
    id serial PRIMARY KEY,
    nachname text NOT NULL,
    geschlecht geschlecht
);
