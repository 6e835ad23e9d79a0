document.querySelectorAll(".alle-boote").forEach((stelle) => { stelle.textContent = zaehle(); });
document.querySelectorAll("a").forEach((verweis) => { verweis.title = verweis.href; });
