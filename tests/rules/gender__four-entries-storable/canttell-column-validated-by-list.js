const Mitglied = sequelize.define("Mitglied", {
  vorname: DataTypes.STRING,
  geschlecht: { type: DataTypes.ENUM("m", "w", "d", "x"), validate: { isIn: [["m", "w"]] } },
});
