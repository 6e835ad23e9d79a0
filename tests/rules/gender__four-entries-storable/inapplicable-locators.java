public class ProfilSeite {
    @FindBy(name = "geschlecht")
    private WebElement geschlecht;
    private final By gender = By.cssSelector("#gender");
}
