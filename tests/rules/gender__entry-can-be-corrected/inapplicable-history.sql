CREATE FUNCTION verlauf() RETURNS trigger AS $$
BEGIN
    IF NEW.geschlecht <> OLD.geschlecht THEN
        INSERT INTO aenderung (person_id, wann) VALUES (OLD.id, now());
        RAISE NOTICE 'geändert';
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;
