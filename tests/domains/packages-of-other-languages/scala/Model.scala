package de.stadt
package auskunft

sealed trait Gender
case object Male extends Gender
case object Female extends Gender
