CREATE TABLE kind (id INTEGER, elternteil_1_id BIGINT, elternteil_2_id BIGINT);
