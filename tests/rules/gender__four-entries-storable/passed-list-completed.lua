local genders = { 'männlich', 'weiblich' }
table.insert(genders, 'divers')
genders[#genders + 1] = 'keine Angabe'
