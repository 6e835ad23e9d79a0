document = "{* Person *}\n" block+
block = label "\n" | "{if " condition "}" block "{elseif " condition "}" block "{else}" block "{/if}\n" | "{$person.geschlecht|escape}\n" | "{assign var=\"anrede\" value=\"" entry "\"}\n" | "{html_options options=$geschlechter selected=$g}\n" | "{foreach $werte as $g}<option value=\"{$g}\">{$g}</option>{/foreach}\n"
condition = "$person.geschlecht eq '" entry "'" | "!" condition | "(" condition ")" | condition " or " condition | "$g == " number
