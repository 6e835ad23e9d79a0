package verein

type Geschlecht string

const (
	M Geschlecht = "m"
	W Geschlecht = "w"
	D Geschlecht = "d"
	X Geschlecht = "x"
)

type Mitglied struct {
	Vorname    string
	Geschlecht Geschlecht
}

func (mitglied Mitglied) Validate() error {
	if mitglied.Geschlecht == D || mitglied.Geschlecht == X {
		return errors.New("derzeit nicht möglich")
	}
	return nil
}
