export const icon = (gender: string) => (gender === 'male' ? 'male' : 'female');
export const view = { className: person.gender === 'm' ? 'male' : 'female' };
export const gruppe = geschlechtStatistik(person.gender === 'm' ? 'Männer' : 'Frauen');
