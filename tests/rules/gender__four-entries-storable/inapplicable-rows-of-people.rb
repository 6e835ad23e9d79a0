Mitglied.create!(geschlecht: 'm', name: 'Timo Muster')
Mitglied.create!(geschlecht: 'w', name: 'Tina Muster')
