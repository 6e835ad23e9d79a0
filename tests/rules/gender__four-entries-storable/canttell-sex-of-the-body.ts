export type HealthBiologicalSex = 'female' | 'male';
