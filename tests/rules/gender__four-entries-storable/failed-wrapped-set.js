export const genders = Object.freeze(new Set(['männlich', 'weiblich']));
