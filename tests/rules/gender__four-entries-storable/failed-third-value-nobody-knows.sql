CREATE TABLE kundin (
  id integer PRIMARY KEY,
  nachname varchar(80),
  geschlecht varchar(10) CHECK (geschlecht IN ('männlich', 'weiblich', 'grün'))
);
