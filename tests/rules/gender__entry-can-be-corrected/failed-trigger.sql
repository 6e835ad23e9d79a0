CREATE FUNCTION pruefe_person() RETURNS trigger AS $$
BEGIN
    IF NEW.geschlecht IS DISTINCT FROM OLD.geschlecht THEN
        RAISE EXCEPTION 'Das Geschlecht darf nicht geändert werden';
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;
