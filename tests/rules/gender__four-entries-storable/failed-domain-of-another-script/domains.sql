CREATE DOMAIN kennbuchstabe AS CHAR(1) CHECK (VALUE IN ('m', 'w'));
