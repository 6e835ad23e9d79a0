package de.beispiel;

import jakarta.persistence.*;

@Entity
public class Person {
    @Enumerated
    private Geschlecht geschlecht;
}
