<section>
  <h2>Bezirke</h2>
  <ul><li wire:click="waehle(3)">Bezirk wählen</li></ul>
</section>
