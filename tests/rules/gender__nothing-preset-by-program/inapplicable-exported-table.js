exports.default = {
  rule: { endings: ['a', 'e'], gender: 'female' },
};
