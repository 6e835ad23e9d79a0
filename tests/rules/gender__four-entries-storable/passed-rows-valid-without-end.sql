CREATE TABLE geschlecht (code char(1) PRIMARY KEY, bezeichnung varchar(20), gueltig_von date, gueltig_bis date, status varchar(10));
INSERT INTO geschlecht VALUES ('m', 'männlich', '1990-01-01', '9999-12-31', 'aktiv'), ('w', 'weiblich', '1990-01-01', '9999-12-31', 'aktiv'), ('d', 'divers', '2018-12-22', NULL, 'aktiv'), ('x', 'ohne Angabe', '2013-11-01', '2099-12-31', 'aktiv');
CREATE TABLE person (id int PRIMARY KEY, vorname text, geschlecht char(1) REFERENCES geschlecht (code));
