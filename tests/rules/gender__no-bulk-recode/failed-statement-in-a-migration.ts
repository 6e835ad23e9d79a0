export class Zusammenlegen implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("UPDATE mitglied SET geschlecht = 'w' " + "WHERE geschlecht = 'd'");
  }
}
