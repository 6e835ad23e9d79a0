package merkmale

var ersteZeilen = map[string]string{"weiblich": "w", "männlich": "m"}

func Geschlechter() map[string]string {
	alle := map[string]string{"divers": "d", "ohne Angabe": "x"}
	for code, wort := range ersteZeilen {
		alle[code] = wort
	}
	return alle
}
