CREATE TABLE anreden (
    anrede_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    kurz varchar(10) NOT NULL UNIQUE,
    text varchar(40)
) COMMENT='Anreden für Briefe';
INSERT INTO anreden (kurz, text) VALUES ('H', 'Herr'), ('F', 'Frau'), ('\\''', 'keine');
CREATE TABLE person (
    id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    familienname varchar(80) NOT NULL,
    geschlecht enum('m', 'w', 'd') NOT NULL DEFAULT 'w' COMMENT 'Geschlecht; it''s \\ so',
    anrede_id int,
    `kenn zeichen` char(1) DEFAULT NULL CHECK (`kenn zeichen` IN ('m', 'w')),
    angelegt timestamp NOT NULL DEFAULT current_timestamp(),
    KEY nach_namen (familienname, angelegt),
    CONSTRAINT zur_anrede FOREIGN KEY (anrede_id) REFERENCES anreden (anrede_id)
);
INSERT INTO person (familienname) VALUES ('Muster-Geheim');
CREATE VIEW alle AS SELECT * FROM person;
