package mahnung

func Kopf(anrede string) string {
	switch anrede {
	case "frau":
		return "Sehr geehrte Frau"
	case "herr":
		return "Sehr geehrter Herr"
	default:
		return "Guten Tag"
	}
}
