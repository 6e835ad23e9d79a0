CREATE TABLE invoice (
  id integer PRIMARY KEY,
  recipient_last_name varchar(80),
  recipient_gender char(1) CHECK (recipient_gender IN ('m', 'w'))
);
