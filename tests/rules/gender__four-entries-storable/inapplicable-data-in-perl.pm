my %halter = ( name => 'Muster', gender => 'f', ort => 'Wallersbrück' );
my %hund   = ( name => 'Bello', gender => 'm', ort => 'Wallersbrück' );
1;
