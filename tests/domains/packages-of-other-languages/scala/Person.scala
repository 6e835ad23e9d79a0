package de.stadt.amt

import de.stadt.auskunft.{Gender => Eintrag}, java.time._

case class Person(vorname: String, geschlecht: Eintrag)
