<?php
function geschlecht(string $ausweis): string {
    return ((int) substr($ausweis, 4, 2)) < 41 ? 'm' : 'w';
}
