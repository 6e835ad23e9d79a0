CREATE TABLE geschlecht (code char(1) PRIMARY KEY, bezeichnung varchar(20), gueltig_bis date);
INSERT INTO geschlecht VALUES ('m', 'männlich', NULL), ('w', 'weiblich', NULL), ('d', 'divers', '2019-12-31'), ('x', 'ohne Angabe', '2019-12-31');
CREATE TABLE person (id int PRIMARY KEY, vorname text, geschlecht char(1) REFERENCES geschlecht (code));
