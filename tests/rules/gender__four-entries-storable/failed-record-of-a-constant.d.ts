declare const resident: {
  surname: string;
  birthDate: string;
  sex?: 'male' | 'female' | undefined;
};

export { resident };
