function endingFor(noun, gender) {
  if (!gender.match(/^(m|f)$/)) throw new Error('no ending');
  return endings[gender];
}
