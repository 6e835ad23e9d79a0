-- Geschlecht wie in vCard 4
CREATE TABLE kontakt (
  nachname VARCHAR(80),
  geschlecht CHAR(6) CHECK (geschlecht IN ('male', 'female', 'other', 'none', 'unknown'))
);
