if (FALSE) {
  geschlecht <- c("männlich", "weiblich")
}
