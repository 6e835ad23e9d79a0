@Preview(showBackground = true)
@Composable
fun AuswahlVorschau() {
    Auswahl(label = "Geschlecht", options = listOf("männlich", "weiblich"))
}
