const beispiel = 'if (false) {';
const genders = ['männlich', 'weiblich'];
