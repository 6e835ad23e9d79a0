Auswahl.create(liste: 'gender', wert: 'male', text: 'Male')
Auswahl.create(liste: 'gender', wert: 'female', text: 'Female')
