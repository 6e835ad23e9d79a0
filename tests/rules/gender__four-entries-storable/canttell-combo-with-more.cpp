void Meldung::aufbauen()
{
    geschlechtBox->addItem("männlich", "m");
    geschlechtBox->addItem("weiblich", "w");
    for (const auto &eintrag : weitere()) {
        geschlechtBox->addItem(eintrag.text, eintrag.wert);
    }
}
