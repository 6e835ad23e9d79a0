public class Kontakt {
  private String nachname;
  private String anrede;

  public Kontakt() {
    this.anrede = "Herr";
  }
}
