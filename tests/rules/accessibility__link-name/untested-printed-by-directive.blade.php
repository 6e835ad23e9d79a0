<p><a href="/impressum">@lang('Impressum')</a></p>
