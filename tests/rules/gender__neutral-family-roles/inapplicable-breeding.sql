CREATE TABLE zucht_tier (id INTEGER, mutter_id BIGINT, vater_id BIGINT);
