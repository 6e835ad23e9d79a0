package people

var formerGenders = []string{"male", "female"}
var Genders = append(formerGenders, "diverse", "no entry")
