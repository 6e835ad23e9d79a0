<section>
<label for="zone">Zone</label>
@feature('lang') <textarea id="zone"></textarea> @else <input id="zone" type="text"> @endfeature
</section>
