@Composable
fun Anmeldung(senden: (Antrag) -> Unit) {
    var vorname by remember { mutableStateOf("") }
    var geschlecht by rememberSaveable { mutableStateOf("weiblich") }
    Knopf(onClick = { senden(Antrag(vorname, geschlecht)) })
}
