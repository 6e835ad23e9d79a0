export class Migration1 {
  async up() {
    this.addSql('create table "buerger" ("id" serial primary key, "nachname" text, "geschlecht" text check ("geschlecht" in (\'m\', \'w\', \'d\', \'x\')) null);');
  }
}
