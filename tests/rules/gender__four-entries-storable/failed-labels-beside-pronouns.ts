export const possessive = { female: "her", male: "his", other: "their" };
export const genderLabels = { female: "Female", male: "Male" };
