// One code for both entries beyond two.
const sexChoices = [
  { code: 'm', description: 'male' },
  { code: 'f', description: 'female' },
  { code: 'x', description: 'indeterminate / neither' },
];
module.exports = { sexChoices };
