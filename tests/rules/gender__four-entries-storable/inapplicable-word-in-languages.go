package texts

var GenderMale = map[string]string{"de": "männlich", "en": "male"}
var GenderDiverse = map[string]string{"de": "divers", "en": "diverse"}
