Geschlecht.create!(kuerzel: 'm', name: 'männlich')
Geschlecht.create!(kuerzel: 'w', name: 'weiblich')
Gemeinde.create!(kuerzel: 'WB', name: 'Wallersbrück')
