const Hund = sequelize.define('Hund', {
  rasse: DataTypes.STRING,
  tierart: DataTypes.STRING,
  geschlecht: DataTypes.ENUM('m', 'w'),
});
