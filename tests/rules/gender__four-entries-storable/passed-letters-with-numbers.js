const genderToKey = { m: 1, w: 2, d: 3, x: 4 };
module.exports = { genderToKey };
