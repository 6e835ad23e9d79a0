export declare class Resident {
  constructor(id: number, geschlecht: 'm' | 'w');
}
