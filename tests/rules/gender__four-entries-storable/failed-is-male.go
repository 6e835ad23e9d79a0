package register

// Resident is a person of the register.
type Resident struct {
	LastName string
	IsMale   bool
}
