export function validateGender(value: string) {
  if (!['male', 'female'].includes(value)) {
    throw new Error('gender');
  }
}
const checkSalutation = (value: string) => {
  if (value !== 'Herr' && value !== 'Frau') {
    throw new Error('salutation');
  }
};
