class Brief
{
    string Vorlage(string anrede) => anrede == "Frau" ? "brief-a.docx" : "brief-b.docx";
}
