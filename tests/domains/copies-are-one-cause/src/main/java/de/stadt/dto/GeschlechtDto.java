package de.stadt.dto;

public enum GeschlechtDto { MAENNLICH, WEIBLICH }
