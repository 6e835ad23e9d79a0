{{{ if (./kind == "berth") }}}<input aria-label="Berth" id="{./key}">{{{ end }}}
{{{ if (./kind == "buoy") }}}<input aria-label="Buoy" id="{./key}">{{{ end }}}
<label for="{./key}">{./name}</label>
