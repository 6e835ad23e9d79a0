CREATE TABLE contact (id int, first_name text, gender char(1) CHECK (gender IN ('m', 'f')));
