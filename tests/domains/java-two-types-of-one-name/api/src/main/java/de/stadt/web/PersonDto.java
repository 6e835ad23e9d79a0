package de.stadt.web;

import de.stadt.api.*;

public class PersonDto {
    private Geschlecht geschlecht;
    private de.stadt.melde.Geschlecht geschlechtIntern;
}
