import { builder } from './builder';

export const Geschlecht = builder.enumType('Geschlecht', { values: ['M', 'W'] as const });
