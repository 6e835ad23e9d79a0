<p><a href="/impressum">@php($a = 1)</a></p>
