CREATE OR REPLACE TRIGGER person_bu BEFORE UPDATE ON person FOR EACH ROW
BEGIN
    IF :OLD.geschlecht <> :NEW.geschlecht AND :OLD.freigegeben = 1 THEN
        RAISE_APPLICATION_ERROR(-20001, 'freigegeben');
    END IF;
END;
/
