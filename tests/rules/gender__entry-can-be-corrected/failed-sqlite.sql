CREATE TRIGGER fest BEFORE UPDATE OF geschlecht ON person
BEGIN
    SELECT RAISE(ABORT, 'unveränderlich');
END;
