package web

import "example.org/stadt/go/model"

type Person struct {
	FirstName string
	Gender    model.Gender
}
