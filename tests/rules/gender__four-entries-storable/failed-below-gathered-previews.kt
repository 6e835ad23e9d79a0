@Preview(name = "hell")
@Preview(name = "dunkel", uiMode = UI_MODE_NIGHT_YES)
annotation class VorschauHellUndDunkel

@Composable
fun AntragScreen(state: AntragState) {
    val geschlechter = listOf("männlich", "weiblich")
    Column {
        geschlechter.forEach { eintrag ->
            Row { RadioButton(selected = state.geschlecht == eintrag, onClick = { state.waehle(eintrag) }) }
        }
    }
}
