package de.stadt.melde

enum class Gender { MALE, FEMALE }
