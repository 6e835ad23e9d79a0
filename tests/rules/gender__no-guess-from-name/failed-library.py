import gender_guesser.detector as gender

detector = gender.Detector()
