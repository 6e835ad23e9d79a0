ALTER TABLE visitor MODIFY gender enum('male', 'female', 'diverse', 'no entry');
