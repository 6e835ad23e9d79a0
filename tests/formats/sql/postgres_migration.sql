-- migrate:up
CREATE TYPE "Geschlecht" AS ENUM ('MAENNLICH', 'WEIBLICH');
ALTER TYPE "Geschlecht" ADD VALUE IF NOT EXISTS 'DIVERS';
ALTER TYPE "Geschlecht" ADD VALUE 'LEER' BEFORE 'DIVERS';
ALTER TYPE "Geschlecht" RENAME VALUE 'LEER' TO 'OHNE_ANGABE';

CREATE TYPE anschrift AS (strasse text, hausnummer varchar(8));

CREATE TABLE IF NOT EXISTS soziales.antragsteller (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    geschlecht "Geschlecht" NOT NULL, -- Eintrag im Personenstandsregister
    wohnung anschrift,
    alias text CHECK (alias ~ '^(m|w|d)$'),
    kuerzel varchar(3) CONSTRAINT ck_kuerzel CHECK (upper(kuerzel) IN ('M', 'W') OR kuerzel IS NULL),
    stufe integer CHECK (stufe BETWEEN 0 AND 2),
    frei text CHECK (length(frei) > 3),
    undeutlich text CHECK (undeutlich = ANY (string_to_array('m,w', ','))),
    verein_id integer REFERENCES verein
)

-- the semicolon before this line is missing
CREATE TABLE soziales.kind (
    antragsteller_id uuid NOT NULL REFERENCES soziales.antragsteller (id) ON DELETE SET NULL,
    geschlecht char(1) DEFAULT NULL,
    sex smallint NOT NULL DEFAULT -1 CHECK (sex IN (-1, 0, 1)),
    PRIMARY KEY (antragsteller_id, geschlecht),
    UNIQUE (sex, geschlecht),
    CHECK (geschlecht = 'm' OR geschlecht = 'w' OR geschlecht = 'd')
);

ALTER TABLE soziales.kind
    ADD COLUMN IF NOT EXISTS anrede varchar(10) DEFAULT 'Herr' NOT NULL,
    ALTER COLUMN geschlecht SET NOT NULL,
    ALTER COLUMN sex TYPE integer USING sex::integer,
    DROP COLUMN IF EXISTS gibt_es_nicht,
    RENAME COLUMN sex TO geschlecht_neu;

-- another script created this one
ALTER TABLE buerger ADD CONSTRAINT ck_buerger CHECK (geschlecht IN ('m', 'w', 'd', 'x'));
ALTER TABLE buerger DROP CONSTRAINT ck_alt, ADD COLUMN titel text;
ALTER TABLE halter RENAME TO hundehalter;

CREATE TEMPORARY TABLE umzug (geschlecht char(1));
CREATE TABLE ${schema}.platzhalter (
    LIKE soziales.kind INCLUDING ALL,
    geschlecht char(1) CHECK (geschlecht IN ('m', 'w')) NOT ENFORCED,
    ${praefix}anrede varchar(4)
);

INSERT INTO verein VALUES (1, 'Sport');

-- migrate:down
DROP TABLE soziales.kind;
CREATE TABLE nie (geschlecht char(1));
