CREATE TABLE person (geschlecht INTEGER CHECK (geschlecht IN (1, 2)) COMMENT 'x');
CREATE TABLE k_geschlecht (id INTEGER PRIMARY KEY, bezeichnung VARCHAR(20));
INSERT INTO k_geschlecht (id, bezeichnung) VALUES (1, 'männlich'), (2, 'weiblich'), (3, 'divers'), (4, 'ohne Angabe');
CREATE TABLE partner_sex (id INTEGER PRIMARY KEY, bezeichnung VARCHAR(20));
INSERT INTO partner_sex (id, bezeichnung) VALUES (1, 'weiblich'), (2, 'männlich'), (3, 'divers'), (4, 'ohne Angabe');
CREATE TABLE antrag (geschlecht INTEGER REFERENCES k_geschlecht (id));
CREATE TABLE partner (geschlecht INTEGER REFERENCES partner_sex (id));
