CREATE TYPE gender AS ENUM ('male', 'female', 'diverse', 'no_entry');
CREATE TABLE citizen (
  citizen_id serial PRIMARY KEY,
  last_name text NOT NULL,
  gender gender
);
CREATE FUNCTION check_citizen() RETURNS trigger AS $$
BEGIN
  IF NEW.gender = 'diverse' OR NEW.gender = 'no_entry' THEN
    RAISE EXCEPTION 'gender % is not supported', NEW.gender;
  END IF;
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER citizen_check BEFORE INSERT OR UPDATE ON citizen FOR EACH ROW EXECUTE FUNCTION check_citizen();
