CREATE TABLE lab_limits (id int, gender char(1) CHECK (gender IN ('M', 'F')), low numeric, high numeric);
CREATE TABLE patient (id int, vorname text, gender char(1) CHECK (gender IN ('M', 'F')), low numeric, high numeric);
