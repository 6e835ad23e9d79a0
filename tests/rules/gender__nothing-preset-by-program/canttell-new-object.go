package melderegister

func NewEinwohner(nachname string) *Einwohner {
	return &Einwohner{Nachname: nachname, Geschlecht: "m"}
}
