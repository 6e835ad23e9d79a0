package de.verein;

public enum Gender {
    MALE, FEMALE, DIVERSE, NONE
}
