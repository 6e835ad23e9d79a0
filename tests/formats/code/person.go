package person

import (
	"github.com/stadt/genderize"
)

// Gender is what the register knows.
type Gender string

const (
	GenderMale    Gender = "male"
	GenderFemale  Gender = "female"
	GenderDiverse Gender = "diverse"
)

type Geschlecht int

const (
	_ Geschlecht = iota
	Maennlich
	Weiblich
	KeineAngabe
)

const (
	AnredeHerr = "Herr"
	AnredeFrau = "Frau"
	MaxLaenge  = 20
)

var Genders = []string{"m", "w", "d"}

var genderLabels = map[string]string{
	"m": "männlich",
	"w": "weiblich",
}

var options = []Option{{Value: "m", Label: "männlich"}, {Value: "w", Label: "weiblich"}}

var example = Person{Gender: "m", Anrede: "Herr"}

type Person struct {
	ID         int64
	Name       string
	Gender     Gender  `json:"gender" validate:"required"`
	Geschlecht *string `json:"geschlecht,omitempty" binding:"omitempty,oneof=m w d x"`
	Sex        string  `gorm:"type:enum('m','w');not null;default:'m'"`
	SexAlt     string  `gorm:"size:1" valid:"in(m|w)"`
	Anrede     sql.NullString
}

func (Person) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("gender").Values("male", "female").Optional(),
	}
}

func salutation(p Person) string {
	switch p.Gender {
	case GenderMale:
		return "Herr"
	case GenderFemale:
		return "Frau"
	default:
		return "Frau"
	}
}

func toCode(geschlecht string) string {
	if geschlecht == "männlich" {
		return "1"
	} else if geschlecht == "weiblich" {
		return "2"
	}
	return "2"
}

func anrede(geschlecht string) string {
	anrede := "Herr"
	if geschlecht == "w" {
		anrede = "Frau"
	}
	return anrede
}

func label(geschlecht string) string {
	return map[string]string{"m": "männlich", "w": "weiblich"}[geschlecht]
}
