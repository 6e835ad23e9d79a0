CREATE TABLE halter (
  nr BIGINT PRIMARY KEY,
  vorname VARCHAR(60),
  nachname VARCHAR(60)
);
CREATE TABLE tier (
  nr BIGINT PRIMARY KEY,
  rasse VARCHAR(40),
  besitzer_nachname VARCHAR(60),
  geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
);
CREATE TABLE owner (
  id BIGINT PRIMARY KEY,
  owner_name VARCHAR(60),
  wish_species VARCHAR(20),
  wish_breed VARCHAR(20),
  wish_sex CHAR(1) CHECK (wish_sex IN ('M', 'F'))
);
