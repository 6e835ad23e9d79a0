#include <QComboBox>

void AntragDialog::fill() {
    genderCombo->addItem("Male", "m");
    genderCombo->addItem("Female", "f");
    layout->addWidget(genderCombo);
    addRow(genderCombo);
}
