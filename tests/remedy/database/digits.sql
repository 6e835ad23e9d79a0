CREATE TABLE person (
  id int PRIMARY KEY,
  geschlecht smallint CHECK (geschlecht IN (1, 2)) -- 1 = männlich, 2 = weiblich
);
