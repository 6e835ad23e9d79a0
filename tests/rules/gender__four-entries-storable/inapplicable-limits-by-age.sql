CREATE TABLE normbereich (id int, geschlecht char(1) CHECK (geschlecht IN ('m', 'w')), wert numeric);
CREATE TABLE lab_limits (id int, gender char(1) CHECK (gender IN ('M', 'F')), low numeric, high numeric);
CREATE TABLE impfempfehlung (id int, geschlecht char(1) CHECK (geschlecht IN ('m', 'w')), alter_von int, alter_bis int);
