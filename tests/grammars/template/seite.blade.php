document = "<p>Person</p>\n" block+
block = label "\n" | "@if (" condition ")\n" block "@elseif (" condition ")\n" block "@else\n" block "@endif\n" | "{{ " expression " }}\n" | "{!! Form::select('" field "', [" entries "]) !!}\n" | "@foreach (['m' => 'männlich'] as $k => $v)\n<option value=\"{{ $k }}\" @selected(" condition ")>{{ $v }}</option>\n@endforeach\n" | "@switch($geschlecht)\n@case('" entry "')\n" block "@break\n@endswitch\n" | "<?php echo " expression "; ?>\n" | "<x-select name=\"" field "\" :options=\"[" entries "]\"/>\n"
entries = "'" entry "' => '" label "'" | "'" entry "' => '" label "', " entries
condition = "$person->geschlecht == '" entry "'" | "!" condition | "(" condition ")" | condition " || " condition | "isset($geschlecht)"
expression = "'" entry "'" | condition " ? " expression " : " expression | "$person->geschlecht" | "__('gender.m')" | "['m' => 'Herr'][$g] ?? " expression
