Geschlecht.create!(kuerzel: 'm', name: 'männlich')
Geschlecht.create!(kuerzel: 'w', name: 'weiblich')
Geschlecht.create!(kuerzel: 'd', name: 'divers')
Geschlecht.create!(kuerzel: 'x', name: 'ohne Angabe')
