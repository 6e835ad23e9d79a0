void kopf_schreiben(const struct antrag *antrag, char *kopf)
{
    if (strcmp(antrag->geschlecht, "m") == 0)
        strcpy(kopf, "Herrn");
    else
        strcpy(kopf, "Frau");
}
