package Citizen;

=pod

  my @genders = ("male", "female");

=cut

our $name = "";
1;
