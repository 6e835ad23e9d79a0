CREATE TABLE t0815 (
  lfd_nr INTEGER PRIMARY KEY,
  vname VARCHAR(40),
  nname VARCHAR(40),
  gsl SMALLINT
);
CREATE TABLE stamm_b (
  id INTEGER PRIMARY KEY,
  last_name VARCHAR(40),
  geschl_kz CHAR(1)
);
CREATE TABLE halter (
  id INTEGER PRIMARY KEY,
  geschl CHAR(1)
);
