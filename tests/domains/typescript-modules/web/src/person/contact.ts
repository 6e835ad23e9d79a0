import { Gender as Entry } from '@/legacy/gender';

export interface Contact { firstName: string; gender: Entry; }
