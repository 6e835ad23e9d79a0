#include "meldung.h"

void Meldung::aufbauen()
{
    ui->comboGeschlecht->addItem(tr("männlich"), "m");
    ui->comboGeschlecht->addItem(tr("weiblich"), "w");
    ui->comboLand->addItem(tr("Deutschland"), "DE");
}
