CREATE TABLE patient (
  id int PRIMARY KEY,
  first_name varchar(80),
  gender varchar(6) CHECK (gender IN ('male', 'female')),
  gender_other varchar(200)
);
