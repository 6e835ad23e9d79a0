CREATE TABLE gender (code char(1) PRIMARY KEY, label varchar(20));
INSERT INTO gender VALUES ('m', 'male'), ('f', 'female'), ('d', 'diverse'), ('n', 'no entry');
CREATE TABLE patient (
  id int PRIMARY KEY,
  first_name varchar(80),
  gender char(1) REFERENCES gender (code)
);
ALTER TABLE patient ADD CONSTRAINT patient_gender CHECK (gender NOT IN ('d', 'n') OR gender IS NULL);
