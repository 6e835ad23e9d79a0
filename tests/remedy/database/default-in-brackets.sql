CREATE TABLE person (
  id int PRIMARY KEY,
  nachname nvarchar(80),
  geschlecht nchar(1) NOT NULL CONSTRAINT df_geschlecht DEFAULT ('m') CHECK (geschlecht IN ('m', 'w', 'd', 'x'))
);
