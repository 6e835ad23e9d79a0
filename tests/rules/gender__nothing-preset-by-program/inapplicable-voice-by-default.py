def grundstimme():
    return {"engine": "neural", "locale": "de-DE", "gender": "female", "sample_rate": 22050}
