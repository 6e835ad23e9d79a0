export const gender = (name: string) => fetch(`https://api.genderize.io/?name=${name}`);
