package person

type Sex string

const (
	SexMale   Sex = "male"
	SexFemale Sex = "female"
)
