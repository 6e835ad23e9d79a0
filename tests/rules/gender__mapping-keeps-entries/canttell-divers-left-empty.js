const genderCodes = { male: "M", female: "F", diverse: "", no_entry: "X" };

export const genderCode = (gender) => genderCodes[gender];
