CREATE TABLE geschlecht (code char(1) PRIMARY KEY, bezeichnung varchar(20), status varchar(20));
INSERT INTO geschlecht VALUES ('m', 'männlich', 'aktiv'), ('w', 'weiblich', 'aktiv'), ('d', 'divers', 'gesperrt'), ('x', 'ohne Angabe', 'aktiv');
CREATE TABLE person (id int PRIMARY KEY, vorname text, geschlecht char(1) REFERENCES geschlecht (code));
