export enum Gender { Male = 'male', Female = 'female', Diverse = 'diverse', NoEntry = 'no_entry' }
