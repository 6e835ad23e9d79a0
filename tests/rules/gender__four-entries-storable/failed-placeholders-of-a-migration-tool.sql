\set ON_ERROR_STOP on
CREATE TABLE :melde.einwohner (
  id bigint PRIMARY KEY,
  familienname text NOT NULL,
  geschlecht char(1) NOT NULL CHECK (geschlecht IN ('M', 'W'))
);
