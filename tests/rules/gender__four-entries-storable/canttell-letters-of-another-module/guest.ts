import { Code } from '@registry/codes';

export interface Guest {
  lastName: string;
  gender: Code;
}
