exports.up = (knex) => knex.schema.createTable('mitglied', (table) => {
  table.string('nachname').notNullable();
  table.enu('geschlecht', ['w', 'm']).notNullable();
});
