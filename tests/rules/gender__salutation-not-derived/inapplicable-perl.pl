sub anrede {
    my ($gast) = @_;
    return $gast->{anredezeile} if $gast->{geschlecht};
    return "Guten Tag";
}
