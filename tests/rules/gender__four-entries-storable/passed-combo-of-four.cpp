void Meldung::aufbauen()
{
    geschlechtBox->addItems({"männlich", "weiblich", "divers", "ohne Angabe"});
}
