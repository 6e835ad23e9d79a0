document.querySelectorAll(".freie-boote").forEach((stelle) => { stelle.textContent = zaehle(); });
