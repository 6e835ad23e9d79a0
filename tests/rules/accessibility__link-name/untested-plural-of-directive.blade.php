<p><a href="/antraege">@choice('antrag.anzahl', $zahl)</a></p>
