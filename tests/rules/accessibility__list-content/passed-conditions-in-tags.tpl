<ol class="path">
{{{each steps}}}
<li<!-- IF @last --> data-step="last"<!-- ENDIF @last --> class="step"><a href="{steps.url}">{steps.name}</a></li>
{{{end}}}
</ol>
