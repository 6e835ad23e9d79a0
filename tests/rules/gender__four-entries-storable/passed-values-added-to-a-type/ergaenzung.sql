ALTER TYPE geschlecht_art ADD VALUE 'divers';
ALTER TYPE geschlecht_art ADD VALUE IF NOT EXISTS 'ohne_angabe';
