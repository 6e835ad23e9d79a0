geschlecht <- c("männlich", "weiblich")
geschlecht <- c(geschlecht, "divers", "keine Angabe")
