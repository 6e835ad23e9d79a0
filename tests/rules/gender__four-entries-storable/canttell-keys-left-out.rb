GESCHLECHTER = { 'm' => 'männlich', 'w' => 'weiblich', 'd' => 'divers', 'x' => 'ohne Angabe' }.except('d', 'x').freeze
