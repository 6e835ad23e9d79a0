package melde

var schluessel = map[string]string{"m": "Q11", "w": "Q12"}

// Satz schreibt die Zeile der Lieferung.
func Satz(p Person) string {
	return p.Name + ";" + schluessel[p.Geschlecht]
}
