package de.wallersbrueck.kita.domain;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;

@Entity
@Table(name = "kind")
public class Kind {

    @Id
    @GeneratedValue
    private Long id;

    @NotBlank
    @Column(length = 120)
    private String familienname;

    @NotBlank
    @Column(length = 120)
    private String vorname;

    @NotNull
    private LocalDate geburtsdatum;

    @Enumerated(EnumType.STRING)
    @Column(length = 20)
    private Geschlecht geschlecht;

    private boolean integrationsbedarf;

    protected Kind() {
        // für JPA
    }

    public Geschlecht getGeschlecht() {
        return geschlecht;
    }

    public void setGeschlecht(Geschlecht geschlecht) {
        this.geschlecht = geschlecht;
    }

    public String getAnzeigename() {
        return vorname + " " + familienname;
    }
}
