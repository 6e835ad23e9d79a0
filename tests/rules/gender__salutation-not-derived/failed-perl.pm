package Gruss;

# one line of the letter
sub zeile {
    my ($gast) = @_;
    if ($gast->{geschlecht} eq 'm') {
        return "Sehr geehrter Herr $gast->{nachname}";
    }
    return "Sehr geehrte Frau $gast->{nachname}";
}
1;
