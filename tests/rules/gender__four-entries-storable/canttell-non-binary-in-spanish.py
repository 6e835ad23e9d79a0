from enum import Enum


class Genero(Enum):
    MASCULINO = "masculino"
    FEMENINO = "femenino"
    NO_BINARIO = "no binario"
    SIN_ESPECIFICAR = "sin especificar"
