form.controls['geschlecht'].setValue(kontakt.anrede === 'Herr' ? 'MAENNLICH' : 'WEIBLICH');
