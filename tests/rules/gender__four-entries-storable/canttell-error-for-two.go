package verein

type Geschlecht string

const (
	Maennlich   Geschlecht = "m"
	Weiblich    Geschlecht = "w"
	Divers      Geschlecht = "d"
	OhneAngabe  Geschlecht = "x"
)

type Mitglied struct {
	Vorname    string
	Geschlecht Geschlecht
}

func (m Mitglied) Validate() error {
	if m.Geschlecht == Divers || m.Geschlecht == OhneAngabe {
		return errors.New("derzeit nicht möglich")
	}
	return nil
}
