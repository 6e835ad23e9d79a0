def _validar_genero(genero):
    """Valida la clave del género de la persona."""
    if genero not in ("H", "M"):
        raise ValueError("El campo género debe ser 'H' o 'M'.")
    return genero
