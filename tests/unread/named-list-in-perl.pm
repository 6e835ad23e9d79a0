package Mitglied;

our %GESCHLECHT = (
    m => "männlich",
    w => "weiblich",
);

1;
