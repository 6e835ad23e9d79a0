UPDATE hund SET geschlecht = 'm' WHERE geschlecht NOT IN ('m', 'w');
