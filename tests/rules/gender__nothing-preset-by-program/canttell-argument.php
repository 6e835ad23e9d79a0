<?php
function neuer_gast(string $name, string $geschlecht = 'm'): Gast {
    return Gast::create(['name' => $name, 'geschlecht' => $geschlecht]);
}
