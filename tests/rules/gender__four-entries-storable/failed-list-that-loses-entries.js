const genders = ['female', 'male'];
genders.push('diverse');
genders.pop();
export default genders;
