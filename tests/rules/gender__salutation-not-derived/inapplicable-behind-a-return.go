package brief

func Anrede(p Person) string {
	return "Guten Tag " + p.Name
	if p.Geschlecht == "m" {
		return "Herr " + p.Name
	}
	return "Frau " + p.Name
}
