// The list fails by itself; that its rows know no more is not said again.
const Gender = { Male: "MALE", Female: "FEMALE" };
module.exports = { Gender };
