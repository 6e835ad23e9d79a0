package person

const (
	SexDiverse Sex = "d"
	SexNone    Sex = "x"
)

type Person struct {
	Name string
	Sex  Sex
}
