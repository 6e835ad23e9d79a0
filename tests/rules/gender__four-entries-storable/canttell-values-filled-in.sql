CREATE TABLE @cdm.patient (
  patient_id bigint PRIMARY KEY,
  nachname text NOT NULL,
  geschlecht text NOT NULL CHECK (geschlecht IN ('m', 'w', '${weitere}'))
);
