-- Auswertungen und Änderungen
CREATE VIEW v_anschreiben AS
SELECT p.id,
       CASE p.geschlecht WHEN 'm' THEN 'Herr' WHEN 'w' THEN 'Frau' ELSE '' END AS anrede,
       CASE WHEN p.geschlecht = 'm' THEN 'männlich'
            WHEN p.geschlecht IN ('w', 'f') THEN 'weiblich'
            ELSE 'weiblich' END geschlecht_text,
       IF(geschlecht <> 'm', 'Frau', 'Herr') AS kurz,
       DECODE(geschlecht, 'm', 'Sehr geehrter Herr', 'w', 'Sehr geehrte Frau', 'Guten Tag') AS zeile,
       COALESCE(geschlecht, 'm') AS geschlecht,
       CASE WHEN geschlecht IS NULL THEN 'unbekannt' ELSE CASE WHEN geschlecht = 'd' THEN 'divers' ELSE 'x' END END AS geschlecht_lang,
       CASE WHEN LEFT(geschlecht, 1) = 'm' THEN 'Herr' ELSE 'Frau' END AS anrede_kurz
FROM person p;

CREATE VIEW v_statistik AS
SELECT schule, COUNT(*) AS gesamt,
       SUM(CASE WHEN geschlecht = 'm' THEN 1 ELSE 0 END) AS maennlich,
       COUNT(*) FILTER (WHERE geschlecht = 'w' AND jahr = 2024) AS weiblich,
       SUM(IF(geschlecht NOT IN ('m','w'), 1, 0)) AS uebrige,
       COUNT(CASE WHEN geschlecht IS NULL THEN 1 END) ohne,
       COUNT(*) - SUM(geschlecht = 'm') AS frauen
FROM schueler GROUP BY schule;

SELECT (SELECT COUNT(*) FROM person WHERE geschlecht = 'm' AND aktiv = 1) AS m,
       (SELECT COUNT(*) FROM person WHERE geschlecht = 'w') AS w;

SELECT * FROM (SELECT id, geschlecht FROM person) q PIVOT (COUNT(id) FOR geschlecht IN ('M' AS m, 'W' AS w)) p;

UPDATE person SET geschlecht = 'w' WHERE geschlecht NOT IN ('m', 'w');
UPDATE person SET geschlecht = NULL WHERE geschlecht = 'd' AND id > 5;
UPDATE person SET geschlecht = 'm' WHERE geschlecht IS NULL OR geschlecht = '';
UPDATE person SET geschlecht = 'm';
UPDATE person SET geschlecht = 'm' WHERE id = 4711;
UPDATE person SET anrede = 'Herr' WHERE geschlecht = 'm';
UPDATE person SET anrede = 'Frau' WHERE geschlecht = 'w';
UPDATE person SET geschlecht = CASE WHEN MOD(MONTH(geburtsdatum), 2) = 1 THEN 'm' ELSE 'w' END WHERE geschlecht IN ('d', 'x');
INSERT INTO neu (id, geschlecht) SELECT id, CASE sex WHEN 1 THEN 'm' WHEN 2 THEN 'w' ELSE 'x' END FROM alt;

CREATE VIEW v_ersetzt AS SELECT CASE geschlecht WHEN 'm' THEN 'Herr' ELSE 'Frau' END AS anrede FROM person;
CREATE OR REPLACE VIEW v_ersetzt AS SELECT anrede FROM person;

CREATE FUNCTION anrede_von(g text) RETURNS text AS $$
BEGIN
    IF g_geschlecht = 'm' THEN
        RETURN 'Herr';
    ELSIF g_geschlecht = 'w' THEN
        RETURN 'Frau';
    ELSE
        RETURN '';
    END IF;
END;
$$ LANGUAGE plpgsql;

CREATE FUNCTION sperre() RETURNS trigger AS $body$
BEGIN
    IF NEW.geschlecht IS DISTINCT FROM OLD.geschlecht THEN
        RAISE EXCEPTION 'Geschlecht ist unveränderlich';
    END IF;
    IF NEW.vorname <> OLD.vorname AND NOT ist_admin() THEN
        RAISE NOTICE 'nur ein Hinweis';
    END IF;
    RETURN NEW;
END;
$body$ LANGUAGE plpgsql;

CREATE TABLE kurs (
    geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w', 'd', 'x')),
    anrede VARCHAR(10),
    mutterschutz_von DATE,
    CONSTRAINT ck_mutter CHECK (geschlecht = 'w' OR mutterschutz_von IS NULL),
    CHECK ((anrede = 'Herr' AND geschlecht = 'm') OR (anrede = 'Frau' AND geschlecht = 'w') OR anrede IS NULL),
    CHECK (geschlecht IN ('m', 'w', 'd', 'x') AND anrede IN ('Herr', 'Frau'))
);
