import { enumType } from 'nexus';

export const Geschlecht = enumType({ name: 'Geschlecht', members: ['MAENNLICH', 'WEIBLICH', 'DIVERS', 'KEINE_ANGABE'] });
