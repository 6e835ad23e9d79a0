const anmeldung = Joi.object({
  vorname: Joi.string(),
  geschlecht: Joi.string().valid("m", "w", "d", "x").invalid("d", "x"),
});
