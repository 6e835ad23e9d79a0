package Antrag::Person;
use strict;

my @geschlecht_codes = qw(m w);

sub ist_zulaessig {
    my ($wert) = @_;
    return grep { $_ eq $wert } @geschlecht_codes;
}
1;
