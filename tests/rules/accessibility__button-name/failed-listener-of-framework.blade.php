<table><tr><td><button type="button" wire:click="loesche(1)"><i class="fas fa-trash"></i></button></td></tr></table>
