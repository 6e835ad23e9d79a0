SHORTCUT = {"male": "Szanowny Panie", "female": "Szanowna Pani", "other": "", "unknown": "Szanowni Państwo"}
OPENING = {"male": "Egregio dottore", "female": "Gentile dottoressa"}
FORMULE = {"male": "Cher ami", "female": "Chère amie", "other": ""}
