@Composable
fun Anmeldung(senden: (Antrag) -> Unit) {
    var vorname by remember { mutableStateOf("") }
    var geschlecht by remember { mutableStateOf("") }
    Knopf(onClick = { senden(Antrag(vorname, geschlecht)) })
}
