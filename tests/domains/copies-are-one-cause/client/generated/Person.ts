export interface Person { vorname: string; geschlecht: 'm' | 'w'; }
