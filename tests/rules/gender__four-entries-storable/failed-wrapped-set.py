VALID_GENDERS = frozenset({'männlich', 'weiblich'})
