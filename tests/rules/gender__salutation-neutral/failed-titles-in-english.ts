export interface Contact { salutation?: 'Mr' | 'Ms' | 'Miss' | 'Mrs'; lastName: string }
