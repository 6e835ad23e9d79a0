export const CORE_GENDERS = [{ value: 'm', label: 'male' }, { value: 'f', label: 'female' }];
