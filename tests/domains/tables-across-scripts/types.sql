CREATE TYPE geschlecht AS ENUM ('m', 'w', 'd', 'x');
CREATE DOMAIN anrede_kurz AS text CHECK (VALUE IN ('Herr', 'Frau'));
