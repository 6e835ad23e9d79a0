export const defaultTexts = { heading: 'Person', gender: 'Gender', male: 'Male', female: 'Female' };
