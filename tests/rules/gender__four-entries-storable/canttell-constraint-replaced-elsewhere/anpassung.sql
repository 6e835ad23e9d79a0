ALTER TABLE melderegister DROP CONSTRAINT melderegister_geschlecht;
ALTER TABLE melderegister ADD CONSTRAINT melderegister_geschlecht CHECK (geschlecht IN ('m', 'w', 'd', 'x'));
