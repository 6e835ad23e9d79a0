void Liste::aufbauen()
{
    spaltenBox->addItem("Name");
    spaltenBox->addItem("Geschlecht");
    spaltenBox->addItem("Ort");
}
