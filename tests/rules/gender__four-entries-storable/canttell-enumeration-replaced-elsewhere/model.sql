CREATE TABLE visitor (id int, gender enum('male', 'female'), last_name varchar(40));
