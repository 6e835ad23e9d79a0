CREATE TABLE person (
  id int PRIMARY KEY,
  vorname varchar(60),
  geschlecht varchar(10) CHECK (geschlecht IN (
    'männlich', -- Herren
    'weiblich'  -- Damen
  ))
);
