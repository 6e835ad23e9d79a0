import { Sex } from './sex';

const GENDER_IN_FILE = { m: Sex.Male, male: Sex.Male, f: Sex.Female, female: Sex.Female };

export function sexOf(word: string): Sex {
  return GENDER_IN_FILE[word.toLowerCase()];
}
