export const FullName = { de: 'Name', en: 'Full name' }
export const GenderX = { de_de: 'Divers', pt_br: 'Outro' }
export const GenderMale = { de: 'Männlich', en: 'Male' }
