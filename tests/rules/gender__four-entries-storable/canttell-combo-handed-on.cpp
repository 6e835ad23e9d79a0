#include <QComboBox>

void AntragDialog::fill() {
    ui->genderCombo->addItem("Male", "m");
    ui->genderCombo->addItem("Female", "f");
    loadFurtherEntries(ui->genderCombo);
}
