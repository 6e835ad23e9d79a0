CREATE TABLE first_name_gender (
  id serial PRIMARY KEY,
  name text UNIQUE NOT NULL,
  gender char(1) CHECK (gender IN ('m', 'f'))
);
