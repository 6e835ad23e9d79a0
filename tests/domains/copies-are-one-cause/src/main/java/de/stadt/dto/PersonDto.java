package de.stadt.dto;

public class PersonDto {
    private String vorname;
    private GeschlechtDto geschlecht;
}
