export interface ReferenceRange { gender: 'male' | 'female'; low: number; high: number; age: string }
