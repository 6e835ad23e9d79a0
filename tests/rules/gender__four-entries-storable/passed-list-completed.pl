my @genders = ('männlich', 'weiblich');
push @genders, 'divers', 'keine Angabe';
