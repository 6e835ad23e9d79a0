my @genders = ('männlich', 'weiblich');
push @genders, weitere_angaben();
