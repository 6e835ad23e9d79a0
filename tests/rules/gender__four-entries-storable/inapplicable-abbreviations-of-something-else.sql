CREATE TABLE strassensperrung (
  nr INTEGER PRIMARY KEY,
  strasse VARCHAR(80),
  geschl_von TIMESTAMP,
  gsl SMALLINT,
  mw NUMERIC(8, 2)
);
