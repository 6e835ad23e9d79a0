our %SEX = (
    1 => 'male',
    2 => 'female',
);
print join "\n", values %SEX;
