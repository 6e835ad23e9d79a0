function normalizeGender(gender) {
  if (gender) {
    const code = gender.toLowerCase();
    if (code === 'male' || code === 'female') {
      return code;
    }
  }
  throw new Error('not a gender');
}
