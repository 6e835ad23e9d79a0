my @genders = ('männlich', 'weiblich');
my @orte = ('Ulm');
push @orte, 'Kiel', 'Bonn';
