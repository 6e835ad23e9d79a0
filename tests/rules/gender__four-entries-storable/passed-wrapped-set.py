GENDERS = dict(m='männlich', w='weiblich', d='divers', x='keine Angabe')
