CREATE TABLE kind (id INTEGER, mutter_id BIGINT NOT NULL, vater_id BIGINT);
