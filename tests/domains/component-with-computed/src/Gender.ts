export enum Geschlecht { M = 'm', W = 'w', D = 'd', X = 'x' }
