const genders = ['männlich', 'weiblich'];
genders.push('divers', 'keine Angabe');
