my %genders = (m => 'männlich', w => 'weiblich');
$genders{d} = 'divers';
$genders{x} = 'keine Angabe';
