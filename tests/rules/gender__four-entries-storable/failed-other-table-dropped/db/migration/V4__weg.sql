DROP TABLE import_kursgast;
