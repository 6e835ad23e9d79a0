import { Sex } from './sex';

const GENDER_OF_WORD = { m: Sex.Male, male: Sex.Male, f: Sex.Female, female: Sex.Female };

export function sexOf(word: string): Sex {
  return GENDER_OF_WORD[word.toLowerCase()];
}
