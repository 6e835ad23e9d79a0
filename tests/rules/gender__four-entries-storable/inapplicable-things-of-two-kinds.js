const shelves = [
  { value: 'garden', label: 'Garden' },
  { value: 'coat_male', label: 'Coats 1' },
  { value: 'coat_female', label: 'Coats 2' },
];
