export type HundEingabe = Omit<Tier, 'id'> & { rasse: string; tierart: string; geschlecht: 'm' | 'w' };
