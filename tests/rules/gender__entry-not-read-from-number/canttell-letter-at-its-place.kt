fun lesen(curp: String): Antrag {
    val sexo = if (curp[10] == 'H') "HOMBRE" else "MUJER"
    return Antrag(sexo)
}
