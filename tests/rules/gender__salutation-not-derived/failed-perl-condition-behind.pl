sub anrede {
    my ($geschlecht, $name) = @_;
    return "Lieber Herr $name" if lc($geschlecht) eq 'm'; # else she
    return "Liebe Frau $name";
}
