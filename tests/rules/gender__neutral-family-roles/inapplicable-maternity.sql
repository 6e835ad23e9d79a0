CREATE TABLE person (id INTEGER, mutter_id BIGINT, mutterschutz_von DATE);
