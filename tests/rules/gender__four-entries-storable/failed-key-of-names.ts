type Sex = 'male' | 'female';

const TITLE: Record<Sex, string> = { male: 'Sir', female: 'Madam' };

export const title = (sex: Sex) => TITLE[sex];
