import { CORE_GENDERS } from './base';

export const GENDER_LIST = [...CORE_GENDERS, { value: 'd', label: 'diverse' }, { value: 'x', label: 'no entry' }];
