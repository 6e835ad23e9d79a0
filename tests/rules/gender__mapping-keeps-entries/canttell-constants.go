package residents

func parseGender(text string) (Gender, error) {
	switch text {
	case "M":
		return GenderMale, nil
	case "F":
		return GenderFemale, nil
	}
	return GenderUnknown, errors.New("not an entry")
}
