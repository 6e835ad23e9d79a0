<?php
final class Version20250301 extends AbstractMigration
{
    public function up(Schema $schema): void
    {
        $this->addSql("UPDATE mitglied SET geschlecht = 'd' WHERE geschlecht = 'divers'");
    }

    public function down(Schema $schema): void
    {
        $this->addSql("UPDATE mitglied SET geschlecht = 'm' WHERE geschlecht = 'd'");
    }
}
