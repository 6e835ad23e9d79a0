package model

type Gender string

const (
	GenderMale   Gender = "m"
	GenderFemale Gender = "f"
)
