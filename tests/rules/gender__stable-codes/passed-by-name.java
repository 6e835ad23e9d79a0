package de.beispiel;

import jakarta.persistence.*;

@Entity
public class Person {
    @Enumerated(EnumType.STRING)
    private Geschlecht geschlecht;
}
