CREATE TABLE startliste (
  start_nr integer PRIMARY KEY,
  age_cat varchar(8),
  sex char(1) CHECK (sex IN ('m', 'f'))
);
