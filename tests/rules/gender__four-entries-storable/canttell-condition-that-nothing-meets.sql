CREATE TABLE person (
  id INT PRIMARY KEY,
  nachname VARCHAR(80),
  geschlecht ENUM('m', 'w', 'd', 'x') NOT NULL CHECK (geschlecht IN ('1', '2'))
);
