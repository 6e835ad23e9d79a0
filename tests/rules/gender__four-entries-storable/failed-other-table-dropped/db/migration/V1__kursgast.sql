CREATE TABLE kursgast (id int PRIMARY KEY, vorname varchar(40), geburtsdatum date, geschlecht char(1) CHECK (geschlecht IN ('m', 'w')));
