const Joi = require('joi');

module.exports = Joi.object({
  vorname: Joi.string(),
  geschlecht: Joi.string().valid('m', 'w').valid('d', 'x').required(),
});
