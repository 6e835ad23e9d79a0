<button type="button" aria-label="{./title}"><i class="{./icon}"></i>{{{ if ./badge }}}<span class="badge"></span>{{{ end }}}</button>
