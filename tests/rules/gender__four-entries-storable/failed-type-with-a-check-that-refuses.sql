CREATE TYPE geschlecht AS ENUM ('maennlich', 'weiblich', 'divers', 'ohne_angabe');
CREATE TABLE person (
  id int PRIMARY KEY,
  vorname text,
  geschlecht geschlecht NOT NULL,
  CONSTRAINT nur_zwei CHECK (geschlecht <> 'divers' AND geschlecht <> 'ohne_angabe')
);
