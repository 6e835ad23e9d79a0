export interface PetOwner {
  firstName: string;
  lastName: string;
  gender: 'male' | 'female';
  pets: Pet[];
}
export interface Pet {
  name: string;
  species: string;
  gender: 'male' | 'female';
}
