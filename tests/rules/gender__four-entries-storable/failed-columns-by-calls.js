exports.up = (knex) =>
  knex.schema.createTable('teilnehmer', (table) => {
    table.string('nachname', 60);
    table.enu('geschlecht', ['m', 'w']);
  });

exports.down = (knex) => knex.schema.alterTable('teilnehmer', (table) => table.enu('sex', ['m']));
