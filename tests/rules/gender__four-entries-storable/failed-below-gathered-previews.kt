@Preview(name = "hell")
@Preview(name = "dunkel", uiMode = UI_MODE_NIGHT_YES)
annotation class VorschauHellUndDunkel

@Composable
fun Antrag() {
    Auswahl(label = "Geschlecht", options = listOf("männlich", "weiblich"))
}
