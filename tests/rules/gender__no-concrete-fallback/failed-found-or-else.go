package ausgabe

var genderCode = map[string]string{
	"maennlich": "M",
	"weiblich":  "F",
}

func GenderCode(geschlecht string) string {
	if code, ok := genderCode[geschlecht]; ok {
		return code
	}
	return "M"
}
