const genders = ['female', 'male'];

export function allowMore() {
  genders.push('diverse');
}

export default genders;
