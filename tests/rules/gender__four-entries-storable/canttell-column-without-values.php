<?php
final class Version7 extends AbstractMigration
{
    public function up(Schema $schema): void
    {
        $table = $schema->createTable('leser');
        $table->addColumn('nachname', 'string');
        $table->addColumn('geschlecht', 'string', ['length' => 1, 'notnull' => false]);
    }

    public function down(Schema $schema): void
    {
        $schema->getTable('leser')->addColumn('sex', 'enum', ['values' => ['m', 'w']]);
    }
}
