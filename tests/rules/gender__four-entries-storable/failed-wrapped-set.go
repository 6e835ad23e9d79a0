package angaben

var genders = map[string]struct{}{"männlich": {}, "weiblich": {}}
