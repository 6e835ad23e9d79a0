package de.stadt.amt

import de.stadt.melde.Gender as Eintrag

data class Person(val vorname: String, val geschlecht: Eintrag)
