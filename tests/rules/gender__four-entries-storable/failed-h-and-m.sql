CREATE TABLE alumno (id INT, apellido VARCHAR(40), sexo ENUM('H', 'M'));
