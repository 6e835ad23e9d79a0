public class Formularseite {
    @FindBy(css = "input[name=geschlecht]")
    private List<WebElement> geschlecht;
}
