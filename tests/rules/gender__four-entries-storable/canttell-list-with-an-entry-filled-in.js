const genders = ['female', 'male'];
genders.push(`${further}`);
export default genders;
