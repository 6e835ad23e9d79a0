CREATE TABLE antragsteller (
  nachname VARCHAR(80),
  geschlecht CHAR(1) CHECK (geschlecht IN ('A', 'B', 'C', 'D'))
);
COMMENT ON COLUMN antragsteller.geschlecht IS 'A=männlich; B=weiblich; C=divers; D=ohne Angabe';
