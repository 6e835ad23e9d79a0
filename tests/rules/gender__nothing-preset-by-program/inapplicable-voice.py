DEFAULT_SETTINGS = {"voice_gender": "female", "speaking_rate": 1.0}
