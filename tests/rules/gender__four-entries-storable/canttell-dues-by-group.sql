CREATE TABLE praemien (
  stufe SMALLINT NOT NULL,
  geschlecht CHAR(1) NOT NULL CHECK (geschlecht IN ('m', 'w')),
  mindestalter SMALLINT NOT NULL,
  beitrag NUMERIC(8, 2) NOT NULL,
  PRIMARY KEY (stufe, geschlecht, mindestalter)
);
