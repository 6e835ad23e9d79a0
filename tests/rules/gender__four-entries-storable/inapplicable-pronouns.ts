export const possessive = { female: "her", male: "his", unknown: "their", other: "their" };
export const PRONOUNS = { male: "he", female: "she", other: "they" };
export const GENDER_PRONOUN = { male: "er", female: "sie" };
