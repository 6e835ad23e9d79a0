CREATE TABLE geschlecht_text (kz varchar(2) PRIMARY KEY, klartext varchar(30) NOT NULL);
INSERT INTO geschlecht_text (kz, klartext) VALUES ('m', 'männlich'), ('w', 'weiblich');
CREATE TABLE halter (id int PRIMARY KEY, geschlecht varchar(2) REFERENCES geschlecht_text(kz), familienname varchar(80));
