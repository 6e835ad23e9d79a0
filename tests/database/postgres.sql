CREATE TYPE anrede AS ENUM ('Herr', 'Frau', 'keine Anrede');
COMMENT ON TYPE anrede IS 'Wie in Briefen angeredet wird';
CREATE DOMAIN geschlechtskennzeichen AS char(1) CONSTRAINT nur_bekannte CHECK (value IN ('m', 'w', 'd'));
CREATE TABLE t_geschlecht (
    id smallint PRIMARY KEY,
    code char(1) NOT NULL UNIQUE,
    bezeichnung varchar(40) NOT NULL,
    angelegt_von text,
    aktiv boolean DEFAULT true NOT NULL
);
INSERT INTO t_geschlecht VALUES
    (1, 'm', 'männlich', 'Sachbearbeitung Muster', true),
    (10, 'x', 'ohne Angabe', 'Sachbearbeitung Muster', true),
    (2, 'w', 'weiblich', 'Sachbearbeitung Muster', true),
    (3, 'd', 'divers', 'Sachbearbeitung Muster', true);
CREATE TABLE person (
    id bigserial PRIMARY KEY,
    familienname text NOT NULL,
    geburtsdatum date,
    geschlecht_id smallint REFERENCES t_geschlecht (id),
    anrede anrede DEFAULT 'keine Anrede'
);
COMMENT ON TABLE person IS 'Wer gemeldet ist';
COMMENT ON COLUMN person.geschlecht_id IS 'Geschlecht laut Register';
CREATE INDEX person_namen ON person (familienname) WHERE geburtsdatum IS NOT NULL;
INSERT INTO person (familienname, geschlecht_id) VALUES ('Muster-Geheim', 1), ('Beispiel-Geheim', 2);
CREATE TABLE geschlecht_historie (id int, name text);
INSERT INTO geschlecht_historie VALUES (1, 'Muster-Geheim');
CREATE SCHEMA kita;
CREATE TABLE kita."Kind" (
    "Id" int GENERATED ALWAYS AS IDENTITY,
    "Geschlecht" char(1) NOT NULL DEFAULT 'm' CHECK ("Geschlecht" IN ('m', 'w')),
    kennzeichen geschlechtskennzeichen,
    sorgerecht_von bigint REFERENCES person (id),
    doppelt int GENERATED ALWAYS AS (2 * 2) STORED,
    weg text
);
ALTER TABLE kita."Kind" DROP COLUMN weg;
COMMENT ON COLUMN kita."Kind"."Geschlecht" IS 'm=männlich, w=weiblich; it''s';
CREATE TABLE buchung (id int, tag date) PARTITION BY RANGE (tag);
CREATE TABLE buchung_2026 PARTITION OF buchung FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE VIEW alle AS SELECT * FROM person;
