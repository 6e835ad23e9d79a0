CREATE TABLE patient (
  id int,
  -- decides the reference range of lab tests
  gender char(1) CHECK (gender IN ('M', 'F'))
);
