export function german(person: Person) {
  let gender;
  switch (person.gender) {
    case 'female': gender = 'weiblich'; break;
    case 'male': gender = 'männlich'; break;
  }
  return { gender };
}
