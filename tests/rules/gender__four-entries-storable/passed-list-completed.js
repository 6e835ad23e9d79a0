const genders = ['female', 'male'];
genders.push('diverse');
genders.push('no_entry');
export default genders;
