import { FellName, SexName } from './namen';

export interface Tierart {
  rasse: string;
  fell: FellName;
  sex?: SexName;
}
