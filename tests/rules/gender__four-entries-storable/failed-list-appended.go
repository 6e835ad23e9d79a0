package form

func genderChoices() []string {
	genders := []string{}
	genders = append(genders, "female")
	genders = append(genders, "male")
	return genders
}
