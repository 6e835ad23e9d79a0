export const symbols = [
  { name: 'family', keywords: ['child', 'boy', 'girl', 'parents'] },
  { name: 'school', keywords: ['pupil', 'class'] },
];
