CREATE TABLE daycare_children (
  id serial PRIMARY KEY,
  first_name text NOT NULL,
  gender char(1) CHECK (gender IN ('m', 'f'))
);
