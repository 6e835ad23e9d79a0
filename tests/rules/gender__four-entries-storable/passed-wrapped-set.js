const genders = new Set(['männlich', 'weiblich', 'divers', 'keine Angabe']);
