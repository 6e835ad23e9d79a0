<?php
final class Teilnehmer extends AbstractMigration
{
    public function change(): void
    {
        $this->table('teilnehmer')
            ->addColumn('nachname', 'string')
            ->addColumn('geschlecht', 'enum', ['values' => ['m', 'w', 'd', 'x'], 'null' => true])
            ->update();
    }
}
