package kartei

type Person struct {
	Nachname   string
	Geschlecht string `json:"geschlecht" default:"weiblich"`
}
