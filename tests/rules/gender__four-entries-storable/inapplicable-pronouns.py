POSSESSIVE = {"female": "ihre", "male": "seine"}
