CREATE TABLE konto (
  iban VARCHAR(34)
);
