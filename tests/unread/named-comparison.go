package verein

func teilnahmeFrei(p Mitglied) bool { return p.Geschlecht == "w" }
