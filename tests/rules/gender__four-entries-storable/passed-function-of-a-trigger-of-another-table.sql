CREATE TABLE person (
  person_id serial PRIMARY KEY,
  nachname text NOT NULL,
  geschlecht char(1) CHECK (geschlecht IN ('m', 'w', 'd', 'x'))
);
CREATE TABLE hund (hund_id serial PRIMARY KEY, rasse text NOT NULL, geschlecht char(1));
CREATE FUNCTION pruefe_hund() RETURNS trigger AS $$
BEGIN
  IF NEW.geschlecht NOT IN ('m', 'w') THEN
    RAISE EXCEPTION 'geschlecht';
  END IF;
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER hund_pruefung BEFORE INSERT OR UPDATE ON hund FOR EACH ROW EXECUTE FUNCTION pruefe_hund();
